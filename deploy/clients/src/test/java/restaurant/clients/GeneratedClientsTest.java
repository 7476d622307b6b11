package restaurant.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What generators make of the document in languages that this project is not written in. */
class GeneratedClientsTest {

  private static final Path TYPESCRIPT = Path.of("target/clients/typescript");
  private static final Path PYTHON = Path.of("target/clients/python/restaurant_client");

  /** A schema without a name gets one that a generator makes up, or that of another like it. */
  @Test
  void typeScriptHasTheClassesThatTheDocumentNames() throws Exception {
    var classes = names(TYPESCRIPT.resolve("models"), ".ts");
    classes.remove("index");
    assertEquals(named(), classes);
  }

  @Test
  void pythonHasTheClassesThatTheDocumentNames() throws Exception {
    var modules = names(PYTHON.resolve("models"), ".py");
    modules.remove("__init__");
    assertEquals(
        named().stream()
            .map(it -> it.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new)),
        modules);
  }

  @Test
  void typeScriptUnderstandsTheClientAndKnowsThatAmountsAreStrings() throws Exception {
    Tool.node("tsc").run("--project", "src/test/typescript");
  }

  @Test
  void pythonUnderstandsTheClient() throws Exception {
    Tool.python().run("-m", "compileall", "-q", PYTHON.toString());
  }

  @Test
  void inPythonAmountsAreStrings() throws Exception {
    for (var field : Map.of("money", "amount", "modify_menu_item_payload", "price").entrySet()) {
      var text = Files.readString(PYTHON.resolve("models/%s.py".formatted(field.getKey())));
      assertTrue(text.contains("    %s: Annotated[str, ".formatted(field.getValue())), text);
    }
  }

  /** The names of all schemas that are more than a string, a number or an empty object. */
  private static Set<String> named() throws IOException {
    var document = new YAMLMapper().readTree(Path.of("../openapi.yaml").toFile());
    return document.at("/components/schemas").properties().stream()
        .filter(
            it ->
                Stream.of("oneOf", "properties", "enum").anyMatch(what -> it.getValue().has(what)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(Path folder, String suffix) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.endsWith(suffix))
          .map(it -> it.substring(0, it.length() - suffix.length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
