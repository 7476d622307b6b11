package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What guides show is in the file that they name last before it. */
class GuidesTest {

  private static final List<Path> GUIDES =
      List.of(Path.of("../docs/guides"), Path.of("../../shared/docs/guides"));

  private static final Pattern LINK_OR_CODE =
      Pattern.compile(
          "\\]\\((?<link>[^)#\\s]+)[^)]*\\)|^ *```(?:java|json|yaml|xml)\\n(?<code>.*?)^ *```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** A piece of code in a guide, and the file that has it. */
  record Shown(Path guide, Path source, String code) {

    @Override
    public String toString() {
      return "%s: %s".formatted(guide.getFileName(), code.lines().findFirst().orElse(""));
    }
  }

  static List<Shown> shown() throws IOException {
    var all = new ArrayList<Shown>();
    for (var folder : GUIDES) {
      try (var guides = Files.list(folder)) {
        for (var guide : guides.toList()) {
          all.addAll(shown(guide));
        }
      }
    }
    return all;
  }

  private static List<Shown> shown(Path guide) throws IOException {
    var all = new ArrayList<Shown>();
    Path source = null;
    var found = LINK_OR_CODE.matcher(Files.readString(guide));
    while (found.find()) {
      if (found.group("link") != null) {
        source = guide.resolveSibling(found.group("link"));
        assertTrue(Files.exists(source), guide + " links to " + source);
      } else {
        assertNotNull(source, guide + " shows code before it says of what file");
        all.add(new Shown(guide, source, found.group("code")));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("shown")
  void theCodeIsTheCode(Shown shown) throws IOException {
    var source = Files.readString(shown.source());
    assertTrue(
        withoutMargin(source).contains(withoutMargin(shown.code())),
        () -> "this is not in %s:%n%s".formatted(shown.source(), shown.code()));
  }

  private static String withoutMargin(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
