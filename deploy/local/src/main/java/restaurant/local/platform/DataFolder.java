package restaurant.local.platform;

import com.fasterxml.jackson.core.JacksonException;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import restaurant.local.functions.StartFailed;

/**
 * Keeps what is in the Firestore emulator from one run to the next. Each save is a folder of its
 * own beside the last; a small file names the one that counts, and is replaced in one step:
 * wherever a save is interrupted, the one before is whole.
 */
public final class DataFolder implements AutoCloseable {

  private static final String CURRENT = "current.json";
  private static final String LOCK = "lock";
  private static final String SAVE = "save-";

  /**
   * The save that counts.
   *
   * @param save the folder
   * @param databases each is a folder in there
   */
  private record Current(String project, String save, List<String> databases) {}

  private final Path folder;
  private final String project;
  private final FileChannel lock;
  private final Optional<Current> current;

  private DataFolder(Path folder, String project, FileChannel lock, Optional<Current> current) {
    this.folder = folder;
    this.project = project;
    this.lock = lock;
    this.current = current;
  }

  /**
   * Makes the folder if it is not there, and keeps other runs out of it.
   *
   * @param project that the data is of
   * @throws StartFailed it can't be used, and is as it was
   */
  public static DataFolder open(Path folder, String project) {
    try {
      Files.createDirectories(folder);
      mustBeOurs(folder);
      var lock = lock(folder);
      try {
        return new DataFolder(folder, project, lock, current(folder, project));
      } catch (StartFailed | IOException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed(folder, "it can't be used as a folder to write to (%s).".formatted(e));
    }
  }

  private static StartFailed failed(Path folder, String why) {
    return new StartFailed("--data %s: %s".formatted(folder, why));
  }

  private static void mustBeOurs(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      var names = files.map(it -> it.getFileName().toString()).toList();
      if (!names.contains(CURRENT)
          && !names.stream().allMatch(it -> it.equals(LOCK) || it.startsWith(SAVE))) {
        throw failed(folder, "it has other files, and no data. Name a new or an empty folder.");
      }
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    var file =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      // One of this process.
    }
    file.close();
    throw failed(folder, "another run uses it.");
  }

  private static Optional<Current> current(Path folder, String project) throws IOException {
    var file = folder.resolve(CURRENT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Current current;
    try {
      current = Json.STRICT.readValue(file.toFile(), Current.class);
    } catch (JacksonException e) {
      throw failed(folder, "%s is not as a run writes it.".formatted(CURRENT));
    }
    if (!current.project().equals(project)) {
      throw failed(
          folder,
          "its data is of project %s, not %s: set --project, or name another folder."
              .formatted(current.project(), project));
    }
    for (var database : current.databases()) {
      if (!Files.isDirectory(folder.resolve(current.save()).resolve(database))) {
        throw failed(
            folder, "%s/%s is missing, with the data.".formatted(current.save(), database));
      }
    }
    return Optional.of(current);
  }

  /**
   * Puts what was saved into an emulator that is empty.
   *
   * @throws StartFailed it can't
   */
  void load(EmulatorApi emulator) {
    current.ifPresent(
        it ->
            it.databases()
                .forEach(database -> load(emulator, folder.resolve(it.save()), database)));
  }

  private void load(EmulatorApi emulator, Path save, String database) {
    try {
      emulator.importFrom(save.resolve(database), database);
    } catch (StartFailed e) {
      throw failed(
          folder, "%s can't be loaded. %s".formatted(save.resolve(database), e.getMessage()));
    }
  }

  /**
   * Saves what is in an emulator that nobody writes to any more.
   *
   * @param databases in this order
   * @throws StartFailed it can't, and what was saved before is as it was
   */
  void save(EmulatorApi emulator, List<String> databases) {
    try {
      var save = folder.resolve(SAVE + UUID.randomUUID());
      for (var database : databases) {
        emulator.exportTo(Files.createDirectories(save.resolve(database)), database);
      }
      var next = folder.resolve(save.getFileName() + ".json");
      Files.writeString(
          next,
          Json.text(Json.tree(new Current(project, save.getFileName().toString(), databases))));
      Files.move(
          next,
          folder.resolve(CURRENT),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      deleteAllBut(save);
    } catch (IOException e) {
      throw failed(folder, "what is new was not saved (%s).".formatted(e));
    } catch (StartFailed e) {
      throw failed(folder, "what is new was not saved. " + e.getMessage());
    }
  }

  private void deleteAllBut(Path save) {
    try (var saves = Files.list(folder)) {
      for (var old : saves.filter(it -> it.getFileName().toString().startsWith(SAVE)).toList()) {
        if (!old.equals(save)) {
          delete(old);
        }
      }
    } catch (IOException e) {
      // The next save deletes it.
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Leaves the folder to others. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // It is gone with the process.
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
