package dev.eventfold.simulation.clients;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.world.Journal;
import java.util.List;

/**
 * A command may only be refused for what was true at some moment between its coming and its answer.
 */
final class Refusals {

  private static final int PRECONDITION_FAILED = 412;
  private static final String REUSED = "The Idempotency-Key was used for another command.";

  private final DomainRules rules;
  private final Journal journal;
  private final List<Intent> intents;

  Refusals(DomainRules rules, Journal journal, List<Intent> intents) {
    this.rules = rules;
    this.journal = journal;
    this.intents = intents;
  }

  void check(Attempt attempt) {
    var intent = attempt.intent();
    var all =
        intent
            .command()
            .aggregateId()
            .map(id -> journal.stream(intent.command().service(), id))
            .orElse(List.of());
    for (int version = attempt.versionBefore(); version <= attempt.versionAfter(); version++) {
      if (isTrue(attempt, all.subList(0, version))) {
        return;
      }
    }
    throw violated(
        "a command is refused for what is so",
        "%s: %d %s",
        intent,
        attempt.status(),
        attempt.reason());
  }

  private boolean isTrue(Attempt attempt, List<RecordedEvent> stream) {
    if (attempt.reason().equals(REUSED)) {
      return isReused(attempt.intent());
    }
    if (attempt.status() == PRECONDITION_FAILED) {
      return stream.size() != attempt.intent().ifMatch().getAsInt();
    }
    return rules.mayRefuse(attempt, stream, journal);
  }

  private boolean isReused(Intent intent) {
    return intents.stream()
        .anyMatch(
            other ->
                other.client().equals(intent.client())
                    && other.key().equals(intent.key())
                    && !other.id().equals(intent.id()));
  }
}
