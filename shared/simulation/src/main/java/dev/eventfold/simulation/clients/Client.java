package dev.eventfold.simulation.clients;

import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.world.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Somebody with a list of wishes, and little patience. */
public final class Client {

  private static final int TRIES = 6;
  private static final int MOST_WISHES = 10;

  /** Drawn after each wish, so that a run is shrunk by cutting wishes out. */
  private static final int WISHES_ON = 820;

  /** There is traffic before a rebuild, beside it, and after it. */
  private static final int MOST_WISHES_BESIDE = 25;

  private static final int WISHES_ON_BESIDE = 950;

  private final String name;
  private final Function<Turn, Command> wishes;
  private final Choices choices;
  private final FaultRates rates;
  private final Counters counters;
  private final Journal journal;
  private final Known known;
  private final List<Intent> past = new ArrayList<>();
  private boolean hasWish = true;
  private int made;
  private Optional<Intent> current = Optional.empty();
  private int tries;
  private int underWay;

  /**
   * @param wishes what it wants at each turn
   */
  public Client(
      String name,
      Function<Turn, Command> wishes,
      Choices choices,
      FaultRates rates,
      Counters counters,
      Journal journal,
      Known known) {
    this.name = name;
    this.wishes = wishes;
    this.choices = choices;
    this.rates = rates;
    this.counters = counters;
    this.journal = journal;
    this.known = known;
  }

  /** Whether it would send something now. */
  public boolean isReady() {
    return underWay == 0 && (current.isPresent() || hasWish);
  }

  /** What to send now: something new, the same again, or the same twice at once. */
  public List<Intent> next() {
    if (current.isEmpty()) {
      tries = 0;
      current = Optional.of(wish());
      boolean isBeside = rates.hasRebuilds();
      hasWish =
          made < (isBeside ? MOST_WISHES_BESIDE : MOST_WISHES)
              && choices.chance(isBeside ? WISHES_ON_BESIDE : WISHES_ON);
      past.add(current.get());
    }
    tries++;
    var intent = current.orElseThrow();
    if (choices.chance(rates.rate(Fault.DOUBLE_SUBMIT))) {
      counters.add(Fault.DOUBLE_SUBMIT);
      underWay = 2;
      return List.of(intent, intent);
    }
    underWay = 1;
    return List.of(intent);
  }

  public void over(Attempt attempt) {
    underWay--;
    if (attempt.isAccepted()) {
      known.learn(
          attempt.intent().command().service(),
          attempt.body().path("aggregateId").asText(),
          attempt.body().path("version").asLong());
    }
    if (current.isEmpty() || !current.get().equals(attempt.intent())) {
      return;
    }
    if (attempt.isConclusive()) {
      boolean again = choices.chance(rates.rate(Fault.LATE_REPEAT));
      if (again && tries < TRIES) {
        counters.add(Fault.LATE_REPEAT);
      } else {
        current = Optional.empty();
      }
    } else if (tries >= TRIES) {
      current = Optional.empty();
    }
  }

  private Intent wish() {
    var command = wishes.apply(new Turn(name, made + 1, known, choices, rates.hasRollout()));
    var ifMatch = OptionalInt.empty();
    if (command.aggregateId().isPresent() && choices.chance(100)) {
      ifMatch =
          OptionalInt.of(
              Math.max(1, journal.length(command.service(), command.aggregateId().get())));
    }
    made++;
    var key = "" + made;
    if (!past.isEmpty() && choices.chance(rates.rate(Fault.KEY_REUSED))) {
      counters.add(Fault.KEY_REUSED);
      key = past.get(choices.below(past.size())).key();
    }
    return new Intent(name + "-" + made, name, key, command, ifMatch);
  }
}
