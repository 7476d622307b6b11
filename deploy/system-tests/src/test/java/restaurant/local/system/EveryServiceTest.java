package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Backend;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.Outcome;
import restaurant.local.SystemOnEmulators;
import restaurant.local.contract.Contract;
import restaurant.local.contract.Example;
import restaurant.local.contract.Witness;
import restaurant.local.gateway.OpenApi;
import restaurant.system.Restaurant;

/**
 * A service whose commands were sent is verified, rebuilt, replayed and audited: {@code
 * -Dservice=menu}.
 */
@Needs(Needs.Tool.EMULATORS)
class EveryServiceTest {

  private static final String SERVICE = System.getProperty("service", "menu");

  private final OpenApi api = OpenApi.load();

  @Test
  void theToolsWorkOnWhatItsCommandsHaveMade() throws Exception {
    try (var system =
            LocalSystem.start(new LocalSystem.Options(SystemOnEmulators.backend(), 0, false));
        var client = new Client(system.uri())) {
      var witness = new Witness(client, new Contract(api));
      var commands = commands();
      assertTrue(published(commands) > 0, SERVICE + " has no examples of commands");
      commands.forEach(
          example -> assertEquals(List.of(), witness.replay(example).stream().toList()));
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();

      var operator = new Operator(system);
      var views =
          Restaurant.SYSTEM.service(SERVICE).feeds().stream()
              .map(feed -> feed.view().collection())
              .distinct()
              .toList();
      for (var view : views) {
        assertSays("Done.", operator.run("rebuild", view));
        assertSays("right", operator.run("verify", "--view=" + view));
      }
      assertSays("events published", operator.run("replay", SERVICE));
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
      assertSays("right", operator.run("verify"));
      var audited = client.get("/audit?service=" + SERVICE).json().path("items");
      assertEquals(published(commands), audited.size(), audited::toString);
    }
  }

  /** In the order of the tour, which begins in an empty system. */
  private List<Example> commands() {
    return Example.tour(api.tree()).stream()
        .filter(example -> example.operation().function().equals(SERVICE + "-commands"))
        .toList();
  }

  /** The same command again gets the same events. */
  private static long published(List<Example> commands) {
    return commands.stream()
        .filter(example -> example.status() == 202)
        .flatMap(EveryServiceTest::events)
        .distinct()
        .count();
  }

  private static Stream<String> events(Example example) {
    return example.answer().path("events").valueStream().map(event -> event.path("id").asText());
  }

  private static void assertSays(String words, Operator.Ran ran) {
    assertEquals(0, ran.status(), ran.output());
    assertTrue(ran.output().contains(words), ran.output());
  }
}
