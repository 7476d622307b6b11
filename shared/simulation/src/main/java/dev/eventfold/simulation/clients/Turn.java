package dev.eventfold.simulation.clients;

import dev.eventfold.simulation.choices.Choices;
import java.util.List;

/**
 * A client's turn to want something.
 *
 * @param client its name
 * @param number of what it wants, from 1 on: texts with it in them are its own
 * @param known what all clients know
 * @param choices whatever is decided must be drawn from here
 * @param mayMeetNext whether the next release may come
 */
public record Turn(String client, int number, Known known, Choices choices, boolean mayMeetNext) {

  /** One of several; there must be one. */
  public <T> T one(List<T> of) {
    return of.get(choices.below(of.size()));
  }
}
