package restaurant.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of the page's files without a browser. */
class PageFilesTest {

  private static final Path PAGE = Path.of("page");

  private static final Pattern HTML_FROM_TEXT =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function");

  /** Addresses of namespaces are names, and those of the policy are of this machine. */
  private static final Pattern ADDRESS_ABROAD =
      Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg|localhost|127\\.0\\.0\\.1)");

  private static final Pattern IMPORT = Pattern.compile("from '\\./([\\w-]+\\.js)'");

  static Stream<Path> files() throws IOException {
    return Files.list(PAGE).sorted();
  }

  @ParameterizedTest
  @MethodSource("files")
  void textNeverBecomesHtml(Path file) throws IOException {
    assertFalse(HTML_FROM_TEXT.matcher(Files.readString(file)).find());
  }

  @ParameterizedTest
  @MethodSource("files")
  void nothingComesFromOtherHosts(Path file) throws IOException {
    assertFalse(ADDRESS_ABROAD.matcher(Files.readString(file)).find());
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatIsImportedIsThere(Path file) throws IOException {
    IMPORT
        .matcher(Files.readString(file))
        .results()
        .forEach(it -> assertTrue(Files.exists(PAGE.resolve(it.group(1))), it.group()));
  }
}
