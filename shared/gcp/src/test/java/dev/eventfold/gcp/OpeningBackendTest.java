package dev.eventfold.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.processes.Memory;
import dev.eventfold.json.Json;
import dev.eventfold.personal.Personal;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.projections.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpeningBackendTest {

  record Card(@Personal String name) {}

  private static final View<Card> CARDS = new View<>("cards", Card.class, card -> Map.of());
  private static final PersonalData DATA = new PersonalData().view(CARDS);
  private static final QueryStore.Key ANN = CARDS.key("ann");

  private final Memory memory = new Memory();

  @Test
  void whatIsOpenedTwiceIsSealedOnce() {
    memory.personKeys().make("ann");
    var once = memory.opening(DATA);
    var twice = once.opening(DATA);

    var body = Json.tree(new Card("Ann"));
    var content = new Document.Content("ann", 1, Optional.of(body), Map.of());
    twice.queryStore().commit(List.of(new Write("cards", content, new Write.Precondition.None())));

    assertNotEquals(body, read(memory));
    assertEquals(body, read(once));
    assertEquals(body, read(twice));
  }

  private static Object read(Backend backend) {
    return backend.queryStore().get(List.of(ANN)).get(ANN).body().orElseThrow();
  }
}
