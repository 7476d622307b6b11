package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.projections.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the document says of who answers a path is what the definitions of the services say. */
class RoutesTest {

  /** Two services can't have a schema of one name. */
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private record Route(String method, String path, String function) {
    @Override
    public String toString() {
      return "%s %s by %s".formatted(method, path, function);
    }
  }

  private static List<Route> documented() throws Exception {
    var routes = new ArrayList<Route>();
    var document = YAML.readTree(Path.of("../openapi.yaml").toFile());
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (!operation.getKey().equals("parameters")) {
          routes.add(route(path.getKey(), operation));
        }
      }
    }
    return routes;
  }

  private static Route route(String path, Map.Entry<String, JsonNode> operation) {
    return new Route(
        operation.getKey().toUpperCase(Locale.ROOT),
        path,
        operation.getValue().path("x-function").asText());
  }

  private static List<Route> defined() {
    return Restaurant.SYSTEM.functions().stream().flatMap(RoutesTest::routes).toList();
  }

  private static Stream<Route> routes(FunctionSpec function) {
    return switch (function.kind()) {
      case COMMANDS ->
          Stream.of(new Route("POST", "/" + function.service() + "/commands", function.name()));
      case QUERIES ->
          paths(function.service()).map(path -> new Route("GET", path, function.name()));
      case PUBLISHER, PROJECTOR, REACTOR, ERASER, TIMER, RECONCILER -> Stream.of();
    };
  }

  private static Stream<String> paths(String service) {
    Resource<?, ?> resource = Restaurant.SYSTEM.service(service).resource().orElseThrow();
    var paths = new ArrayList<>(List.of(resource.path(), resource.path() + "/{id}"));
    if (resource.feed().checkpoint() == Checkpoint.IN_DOCUMENT) {
      paths.add("/" + service + "/events/{id}");
    }
    if (Restaurant.SYSTEM.service(service).isExporting()) {
      paths.add(resource.path() + "/{id}/export");
    }
    return paths.stream();
  }

  private static List<Route> less(List<Route> all, List<Route> others) {
    return all.stream().filter(route -> !others.contains(route)).toList();
  }

  @Test
  void whatAFunctionAnswersIsInTheDocument() throws Exception {
    assertEquals(List.of(), less(defined(), documented()));
  }

  @Test
  void whatIsInTheDocumentIsAnsweredByAFunction() throws Exception {
    assertEquals(List.of(), less(documented(), defined()));
  }
}
