package dev.eventfold.simulation.clients;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.views.ExpectedViews;
import dev.eventfold.simulation.world.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What clients may rely on: a command takes effect once if it is accepted, and else not at all. */
public final class CommandRules {

  private final List<Attempt> attempts;
  private final Journal journal;
  private final Set<String> newCommands;
  private final DomainRules rules;
  private final Map<String, List<Attempt>> byId = new LinkedHashMap<>();
  private final Map<String, List<RecordedEvent>> byIntent = new LinkedHashMap<>();
  private final Map<String, List<RecordedEvent>> byCommand = new LinkedHashMap<>();

  /**
   * @param newCommands what only the next release knows
   */
  public CommandRules(
      Journal journal, List<Attempt> attempts, Set<String> newCommands, DomainRules rules) {
    this.newCommands = newCommands;
    this.rules = rules;
    this.journal = journal;
    this.attempts = attempts;
    for (var event : journal.all()) {
      var metadata = event.metadata();
      if (metadata.causationId().equals(metadata.commandId())) {
        byIntent.computeIfAbsent(metadata.correlationId(), id -> new ArrayList<>()).add(event);
      }
      byCommand.computeIfAbsent(metadata.commandId(), id -> new ArrayList<>()).add(event);
    }
  }

  public void check() {
    byCommand.values().forEach(CommandRules::isOneSet);
    for (var attempt : attempts) {
      byId.computeIfAbsent(attempt.intent().id(), id -> new ArrayList<>()).add(attempt);
    }
    byId.values().forEach(this::check);
    var refusals =
        new Refusals(
            rules, journal, byId.values().stream().map(it -> it.getFirst().intent()).toList());
    attempts.stream().filter(Attempt::isRejected).forEach(refusals::check);
  }

  private static void isOneSet(List<RecordedEvent> events) {
    var first = events.getFirst();
    for (int i = 0; i < events.size(); i++) {
      var event = events.get(i);
      if (!event.stream().equals(first.stream())
          || event.version() != first.version() + i
          || !event.timestamp().equals(first.timestamp())
          || !event.metadata().equals(first.metadata())) {
        throw violated("a command has one set of events", "%s and %s", first, event);
      }
    }
  }

  /** All that was answered to one intent. */
  private void check(List<Attempt> tries) {
    var intent = tries.getFirst().intent();
    var events = byIntent.getOrDefault(intent.id(), List.of());
    var accepted = tries.stream().filter(Attempt::isAccepted).toList();
    if (accepted.isEmpty() && !events.isEmpty() && tries.stream().allMatch(Attempt::isRejected)) {
      throw violated("a rejected command has no events", "%s has %s", intent, events);
    }
    for (var attempt : tries) {
      // Code of the first release does not know what is new.
      boolean isNew = newCommands.contains(intent.command().type());
      if (attempt.status() == 500 || attempt.status() == 400 && !isNew) {
        throw violated("no function fails unexpectedly", "%s: %s", intent, attempt.body());
      }
      if (attempt.isAccepted()) {
        isTrue(attempt);
      }
    }
    stay(tries, accepted);
    var told = accepted.stream().filter(it -> !it.hasNoEvents()).map(Attempt::body).toList();
    if (told.stream().anyMatch(it -> !ExpectedViews.isSame(it, told.getFirst()))) {
      throw violated("a repeated command gets the same answer", "%s: %s", intent, told);
    }
  }

  /** An accepted command's answer is what is stored. */
  private void isTrue(Attempt attempt) {
    var answer = attempt.body();
    var stream =
        journal.stream(attempt.intent().command().service(), answer.path("aggregateId").asText());
    long last = answer.path("version").asLong();
    var told = answer.path("events");
    boolean mayBeNothing = rules.mayDecideNothing(attempt.intent().command());
    if (told.isEmpty() && !mayBeNothing || stream.size() < last) {
      throw violated("an accepted command has its events", "%s: %s", attempt.intent(), answer);
    }
    if (told.isEmpty()) {
      return;
    }
    long version = last - told.size();
    for (var event : told) {
      var stored = stream.get((int) version++);
      if (!stored.id().equals(event.path("id").asText())
          || !stored.timestamp().toString().equals(event.path("timestamp").asText())) {
        throw violated(
            "an accepted command has its events",
            "%s was told %s, stored is %s",
            attempt.intent(),
            event,
            stored);
      }
    }
    var made = byId.get(stream.get((int) last - 1).metadata().correlationId()).getFirst().intent();
    if (!made.wantsTheSameAs(attempt.intent())) {
      throw violated(
          "an accepted command has its events", "%s was answered as %s", attempt.intent(), made);
    }
    if (made.ifMatch().isPresent() && last - told.size() != made.ifMatch().getAsInt()) {
      throw violated("If-Match is kept", "%s was carried out at %d", made, last - told.size());
    }
  }

  /**
   * Whoever was told yes is never told no, nor that there was nothing to do. That itself is noted
   * nowhere: the next time, there may be.
   */
  private static void stay(List<Attempt> tries, List<Attempt> accepted) {
    int yes =
        accepted.stream()
            .filter(it -> !it.hasNoEvents())
            .mapToInt(Attempt::ended)
            .min()
            .orElse(Integer.MAX_VALUE);
    for (var attempt : tries) {
      if ((attempt.isRejected() || attempt.hasNoEvents()) && attempt.begun() > yes) {
        throw violated(
            "a repeated command gets the same answer",
            "%s: accepted, then %d %s",
            attempt.intent(),
            attempt.status(),
            attempt.reason());
      }
    }
  }
}
