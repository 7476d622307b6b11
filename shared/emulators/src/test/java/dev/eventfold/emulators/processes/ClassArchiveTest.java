package dev.eventfold.emulators.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second process of a program loads its classes from an archive, and behaves as the first. */
class ClassArchiveTest {

  /** The program. */
  static final class Greeting {
    public static void main(String[] arguments) {
      System.out.println("Hello, " + arguments[0]);
    }
  }

  private static final String SETTING = "eventfold.class.archives";

  @TempDir private Path folder;
  private String before;
  private JavaProgram program;

  @BeforeEach
  void jar() throws Exception {
    var name = Greeting.class.getName().replace('.', '/') + ".class";
    var jar = folder.resolve("greeting.jar");
    try (var content = new JarOutputStream(Files.newOutputStream(jar));
        var greeting = Greeting.class.getClassLoader().getResourceAsStream(name)) {
      content.putNextEntry(new JarEntry(name));
      greeting.transferTo(content);
    }
    program = greeting(jar);
    before = System.setProperty(SETTING, folder.resolve("archives").toString());
  }

  @AfterEach
  void asBefore() {
    if (before == null) {
      System.clearProperty(SETTING);
    } else {
      System.setProperty(SETTING, before);
    }
  }

  private static JavaProgram greeting(Path... classPath) {
    var path = String.join(":", Stream.of(classPath).map(Path::toString).toList());
    return new JavaProgram(List.of(), path, Greeting.class.getName(), List.of("Ada"));
  }

  /** What it prints, started with these options beside its own. */
  private String run(List<String> options) throws Exception {
    var all = new JavaProgram(options, program.classPath(), program.main(), program.arguments());
    var process = new ProcessBuilder(all.command()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static boolean writes(List<String> options) {
    return options.stream().anyMatch(it -> it.startsWith("-XX:ArchiveClassesAtExit="));
  }

  private static boolean reads(List<String> options) {
    return options.stream().anyMatch(it -> it.startsWith("-XX:SharedArchiveFile="));
  }

  @Test
  void theFirstProcessWritesAndTheSecondReads() throws Exception {
    var first = ClassArchive.options(program);
    assertTrue(writes(first), first::toString);
    assertEquals("Hello, Ada", run(first).strip());

    var second = ClassArchive.options(program);
    assertTrue(reads(second), second::toString);
    assertEquals("Hello, Ada", run(second).strip());
    var loaded = run(Stream.concat(second.stream(), Stream.of("-Xlog:class+load")).toList());
    assertTrue(
        loaded.contains("ClassArchiveTest$Greeting source: shared objects file (top)"), loaded);
  }

  @Test
  void whileTheFirstRunsTheOthersDoNeither() {
    ClassArchive.options(program);
    var second = ClassArchive.options(program);
    assertTrue(!writes(second) && !reads(second), second::toString);
  }

  @Test
  void ofAJarThatHasChangedThereIsAnother() throws Exception {
    run(ClassArchive.options(program));
    var jar = Path.of(program.classPath());
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    var options = ClassArchive.options(program);
    assertTrue(writes(options), options::toString);
  }

  @Test
  void thereIsNoneOfClassesInFolders() {
    assertEquals(List.of(), ClassArchive.options(greeting(folder)));
  }

  @Test
  void thereIsNoneWhereNobodyAsksForThem() {
    System.clearProperty(SETTING);
    assertEquals(List.of(), ClassArchive.options(program));
  }
}
