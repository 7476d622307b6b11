package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedTest {

  private static final Path ROOT = Path.of("../..");

  static Stream<Path> files() throws Exception {
    return Generated.files(ROOT).keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void itIsWhatFollowsFromTheSystem(Path file) throws Exception {
    assertEquals(
        Generated.files(ROOT).get(file),
        Files.readString(ROOT.resolve(file)),
        () -> file + " is stale: run deploy/generate");
  }
}
