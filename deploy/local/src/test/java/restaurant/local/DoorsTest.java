package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway is the one door of a local run: by no other does anybody get in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsTest {

  private LocalSystem system;
  private Client client;
  private final Intruder intruder = new Intruder();

  @BeforeAll
  void start() throws Exception {
    system = LocalSystem.start(new LocalSystem.Options(LocalSystem.Backend.MEMORY, 0, false));
    client = new Client(system.uri());
  }

  @AfterAll
  void stop() {
    intruder.close();
    client.close();
    system.close();
  }

  @Test
  void everyPortIsOnTheLoopback() {
    ListeningPorts.of(ProcessHandle.current()).assertAllOnLoopback();
  }

  private Stream<RunningFunction> functions() {
    return system.functions().stream();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("functions")
  void whoHasNotTheRunsSecretIsRefused(RunningFunction function) {
    intruder.assertRefusedBy(function);
  }

  @Test
  void aForgedEventSetsNoPrice() {
    var added =
        client.command(
            "menu",
            "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":6}}");
    assertEquals(202, added.status(), added::body);
    var item = added.json().path("aggregateId").asText();
    assertEquals(200, client.getAtVersion("/menu/items/" + item, 1).status());
    var listener =
        functions().filter(it -> it.row().name().equals("menu-items")).findFirst().orElseThrow();

    assertEquals(401, intruder.pushes(listener.uri(), item, 2));

    var view = client.get("/menu/items/" + item);
    assertEquals("\"1\"", view.header("ETag"));
    assertEquals("6.00", view.json().at("/price/amount").asText());
  }
}
