package dev.eventfold.simulation.schedule;

import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import java.util.Collection;

/**
 * A deployment that comes and goes: from old instances to both kinds to new ones alone, and back.
 * Where it has begun, it ends with the new ones.
 */
public final class Rollout {

  private enum Phase {
    OLD,
    BOTH,
    NEW
  }

  private final Choices choices;
  private final FaultRates rates;
  private final Counters counters;
  private Phase phase = Phase.OLD;
  private boolean hasBegun;

  public Rollout(Choices choices, FaultRates rates, Counters counters) {
    this.choices = choices;
    this.rates = rates;
    this.counters = counters;
  }

  /** Goes on now and then, or back. */
  public void step(Collection<? extends Fleet<?>> fleets) {
    if (rates.rate(Fault.ROLLOUT) > 0 && choices.chance(rates.rate(Fault.ROLLOUT))) {
      counters.add(Fault.ROLLOUT);
      hasBegun = true;
      if (phase == Phase.BOTH) {
        to(choices.chance(500) ? Phase.NEW : Phase.OLD, fleets);
      } else {
        to(Phase.BOTH, fleets);
      }
    }
  }

  public boolean hasBegun() {
    return hasBegun;
  }

  /** Ends it; false where there is nothing to end. */
  public boolean end(Collection<? extends Fleet<?>> fleets) {
    boolean isOver = !hasBegun || phase == Phase.NEW;
    if (!isOver) {
      to(Phase.NEW, fleets);
    }
    return !isOver;
  }

  private void to(Phase next, Collection<? extends Fleet<?>> fleets) {
    phase = next;
    // Of both kinds there are some: half of those that run stay.
    fleets.forEach(fleet -> fleet.retire(it -> next != Phase.BOTH || choices.chance(500)));
  }

  /** Whether the next instance that starts is a new one. */
  public boolean isNext() {
    return switch (phase) {
      case OLD -> false;
      case BOTH -> choices.chance(500);
      case NEW -> true;
    };
  }
}
