package dev.eventfold.emulators.processes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The classes of a program, loaded and verified once (the JDK's class data sharing). Tests start
 * the same few programs again and again, and most of what that costs is loading their classes: the
 * first process of a program writes the archive when it ends, and those that start later use it.
 */
final class ClassArchive {

  /** The folder of the archives, if there are to be any. Child processes get it, too. */
  private static final String SETTING = "eventfold.class.archives";

  private ClassArchive() {}

  /**
   * For the virtual machine of a program; it is to say nothing of archives among what the program
   * prints. Empty where no archives are kept, and for what can't be archived: classes in folders.
   */
  static List<String> options(JavaProgram program) {
    var folder = System.getProperty(SETTING, "");
    var jars = Stream.of(program.classPath().split(File.pathSeparator)).map(Path::of).toList();
    if (folder.isEmpty() || !jars.stream().allMatch(Files::isRegularFile)) {
      return List.of();
    }
    try {
      var archive = Files.createDirectories(Path.of(folder)).resolve(name(program, jars) + ".jsa");
      var setting = "-D" + SETTING + "=" + folder;
      if (isFirst(archive)) {
        return List.of(setting, "-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive);
      }
      return isWritten(archive)
          ? List.of(setting, "-Xlog:disable", "-XX:SharedArchiveFile=" + archive)
          : List.of(setting);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a jar has changed, or another JDK runs it, it is another program. */
  private static String name(JavaProgram program, List<Path> jars) throws IOException {
    var what = new StringBuilder(program.main()).append(System.getProperty("java.home"));
    for (var jar : jars) {
      what.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
    }
    return UUID.nameUUIDFromBytes(what.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Of processes that start before there is an archive, one writes it. */
  private static boolean isFirst(Path archive) throws IOException {
    try {
      Files.createFile(archive);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** The virtual machine writes the beginning near the end, and refuses what is cut off. */
  private static boolean isWritten(Path archive) throws IOException {
    try (var content = Files.newInputStream(archive)) {
      return content.read() > 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
