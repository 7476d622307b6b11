package restaurant.customers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.CommandResult;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import restaurant.customers.CustomerCommand.EraseCustomer;
import restaurant.customers.CustomerCommand.SignUpCustomer;

class UniqueEmailTest {

  private final InMemoryEventStore events = new InMemoryEventStore();

  /** Another instance of the function: it shares the store, and nothing else. */
  private CommandHandler<CustomerCommand, CustomerEvent, Customer.State> instance() {
    return CommandHandler.of("customers", Customers.CUSTOMER, events)
        .snapshots(new InMemoryQueryStore());
  }

  private CommandResult signUp(String key, String email) {
    return signUp(key, email, false);
  }

  private CommandResult signUp(String key, String email, boolean dryRun) {
    var commandId = Ids.command("customers", "anonymous", key);
    return instance()
        .handle(
            new CommandRequest<>(
                Ids.aggregate(commandId),
                true,
                OptionalLong.empty(),
                dryRun,
                new SignUpCustomer("Ann", email),
                new Metadata(commandId, Ids.hash(email), "", "", "", "")));
  }

  @Test
  void anEmailIsTakenHoweverItIsWritten() {
    signUp("1", "Ann@Example.com");
    var rejection = assertThrows(Rejection.class, () -> signUp("2", "ann@example.COM"));
    assertEquals("Email is already taken.", rejection.getMessage());
    assertEquals(Rejection.Kind.CONFLICT, rejection.kind());
  }

  @Test
  void aDryRunSeesThatAnEmailIsTaken() {
    assertEquals(1, signUp("1", "ann@example.com", true).version());
    signUp("1", "ann@example.com");
    var rejection = assertThrows(Rejection.class, () -> signUp("2", "Ann@example.com", true));
    assertEquals("Email is already taken.", rejection.getMessage());
    assertEquals(1, signUp("1", "ann@example.com", true).version());
  }

  @Test
  void anEmailIsFreeAgainOnceItsCustomerIsErased() {
    var ann = signUp("1", "Ann@example.com").stream();
    instance()
        .handle(
            new CommandRequest<>(
                ann,
                false,
                OptionalLong.empty(),
                false,
                new EraseCustomer(),
                new Metadata(Ids.following(ann, "erase"), Ids.hash("erase"), "", "", "", "")));
    signUp("2", "ann@example.com");
    assertThrows(Rejection.class, () -> signUp("3", "ann@example.com"));
  }

  @Test
  void theSameSignUpAgainIsNotItsOwnRival() {
    var first = signUp("1", "ann@example.com");
    assertEquals(first.events(), signUp("1", "ann@example.com").events());
  }

  @Test
  void ofManyWhoWantAnEmailAtOnceOneGetsIt() throws Exception {
    var winners = new ArrayList<String>();
    int losers = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          IntStream.range(0, 64)
              .<Callable<CommandResult>>mapToObj(n -> () -> signUp("key" + n, "ann@example.com"))
              .map(threads::submit)
              .toList();
      for (var attempt : attempts) {
        try {
          winners.add(attempt.get().stream());
        } catch (ExecutionException e) {
          assertEquals("Email is already taken.", e.getCause().getMessage());
          losers++;
        }
      }
    }
    assertEquals(63, losers);
    assertEquals(1, events.readAfter(winners.getFirst(), 0, 10).size());
    assertEquals(List.of(winners.getFirst()), winners);
  }
}
