package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What guides show is in the file that they name last before it. Every link leads somewhere, and
 * what a table says that a test shows has one.
 */
class GuidesTest {

  private static final Path ROOT = Path.of("../..");
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");

  private static final List<Path> GUIDES =
      List.of(Path.of("../docs/guides"), Path.of("../../shared/docs/guides"));

  private static final Pattern LINK_OR_CODE =
      Pattern.compile(
          "\\]\\((?<link>[^)#\\s]+)[^)]*\\)|^ *```(?:java|json|yaml|xml|text)\\n(?<code>.*?)^ *```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern BLOCK =
      Pattern.compile("^ *```.*?^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)(?<file>[^)#\\s]*)#?(?<heading>[^)\\s]*)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern TEST =
      Pattern.compile("@(Test|ParameterizedTest|TestFactory)\\b|class \\w+ extends \\w+");

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

  static List<Path> documents() throws IOException {
    try (var files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> NOT_OURS.stream().noneMatch(folders(file)::contains))
          .toList();
    }
  }

  private static Set<String> folders(Path file) {
    return StreamSupport.stream(ROOT.relativize(file).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Path document) throws IOException {
    var links = LINK.matcher(BLOCK.matcher(Files.readString(document)).replaceAll(""));
    while (links.find()) {
      var name = links.group("file");
      var file = name.isEmpty() ? document : document.resolveSibling(name);
      assertTrue(Files.exists(file), () -> document + " links to " + file);
      var heading = links.group("heading");
      assertTrue(
          heading.isEmpty() || headings(file).contains(heading),
          () -> "%s links to %s of %s".formatted(document, heading, file));
    }
  }

  /** As GitHub names them in addresses. */
  private static List<String> headings(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map(it -> it.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
        .map(it -> it.replace(' ', '-'))
        .toList();
  }

  private static final int NONE = -1;
  private static final int UNKNOWN = -2;

  /** A row of a table that has a column of tests. */
  record Promise(Path document, String row, String tests) {

    @Override
    public String toString() {
      return document.getFileName() + ": " + row.substring(0, Math.min(60, row.length()));
    }
  }

  static List<Promise> promises() throws IOException {
    var all = new ArrayList<Promise>();
    for (var document : documents()) {
      int column = UNKNOWN;
      for (var line : Files.readAllLines(document)) {
        var cells = List.of(line.split(" *\\| *"));
        if (!line.startsWith("|")) {
          column = UNKNOWN;
        } else if (column == UNKNOWN) {
          column = cells.indexOf("test");
        } else if (column != NONE && !line.startsWith("| ---")) {
          all.add(new Promise(document, line, column < cells.size() ? cells.get(column) : ""));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("promises")
  void everyPromiseHasATest(Promise promise) throws IOException {
    var links = LINK.matcher(promise.tests());
    int found = 0;
    while (links.find()) {
      var test = Files.readString(promise.document().resolveSibling(links.group("file")));
      assertTrue(TEST.matcher(test).find(), () -> links.group("file") + " tests nothing");
      found++;
    }
    assertTrue(found > 0, () -> "no test is named for " + promise.row());
  }
}
