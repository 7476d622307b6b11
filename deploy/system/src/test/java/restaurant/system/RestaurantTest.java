package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.gcp.service.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RestaurantTest {

  private static final Path FUNCTIONS = Path.of("../../functions");

  private static Set<String> names() {
    return Restaurant.SYSTEM.services().stream().map(Service::name).collect(Collectors.toSet());
  }

  @Test
  void everyServiceThatHasAFolderIsInTheSystem() throws Exception {
    try (var folders = Files.list(FUNCTIONS)) {
      assertEquals(
          folders
              .filter(folder -> Files.exists(folder.resolve("openapi.yaml")))
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toSet()),
          names());
    }
  }

  @Test
  void whoseEventsAServiceWaitsForIsInTheSystem() {
    assertEquals(
        Set.of(),
        Restaurant.SYSTEM.feeds().stream()
            .filter(feed -> !names().contains(feed.source()))
            .map(feed -> feed.view().collection() + " from " + feed.source())
            .collect(Collectors.toSet()));
  }
}
