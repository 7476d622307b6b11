package restaurant.ops.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import restaurant.customers.Customers;
import restaurant.ops.Memory;

/** More damage than a verifier tells of. */
class CheckTest {

  private static final int MANY = 2 * Verifier.MOST + 500;

  private final Memory memory = new Memory();
  private final StringBuilder said = new StringBuilder();
  private final Check check =
      new Check(
          "customers",
          new Verifier(
              Customers.SERVICE.feeds(),
              memory,
              memory.views,
              memory.clock(),
              Duration.ZERO,
              attempt -> {}),
          Optional.empty(),
          found -> said.append(found.text()).append("\n"));

  private void damage(int number, String body) {
    for (int i = 0; i < number; i++) {
      var content =
          new Document.Content(
              "nobody-%05d".formatted(i), 1, Optional.of(Json.parse(body)), Map.of());
      memory.views.commit(List.of(new Write("customers", content, new Write.Precondition.None())));
    }
  }

  private List<Document> all() {
    return memory.views.page("customers", Query.first(2 * MANY));
  }

  @Test
  void allOfItIsRepaired() {
    damage(MANY, "{\"broken\":true}");
    assertEquals(Set.of(), check.repaired());
    assertEquals(List.of(), all());
    assertEquals(MANY, said.toString().lines().filter(it -> it.endsWith(" - repaired")).count());
    assertEquals(Set.of(), check.verified());
  }

  @Test
  void whatCannotBeRepairedEndsItAndIsNotWell() {
    damage(MANY, "{\"$shape\":99}");
    assertEquals(Verifier.MOST, check.repaired().size());
    assertEquals(MANY, all().size());
    assertTrue(
        said.toString().startsWith("customers            1000 or more wrong"), said::toString);
  }

  /** It is no longer behind, but it isn't right either. */
  @Test
  void whatIsBroughtUpToAHoleIsNotSaidToBeRepaired() {
    memory.signedUp("ada", 2);
    memory.corrupt("customers", "ada@0000000003");
    var left = check.repaired().stream().map(Finding::toString).collect(Collectors.toSet());
    assertEquals(Set.of("customers/ada stuck", "customers-events/ada@0000000003 no event"), left);
    assertFalse(said.toString().contains("repaired"), said::toString);
    assertEquals(2, all().getFirst().version());
  }

  @Test
  void verifyingMendsNothing() {
    damage(MANY, "{\"broken\":true}");
    assertEquals(Verifier.MOST, check.verified().size());
    assertEquals(MANY, all().size());
  }
}
