package dev.eventfold.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.processes.Outside;
import dev.eventfold.simulation.choices.Choices;

/** Somebody outside who does what effects ask for. */
@FunctionalInterface
public interface Provider {

  /** One that does whatever it is asked for, and says nothing of it. */
  Provider WILLING = (effect, request, choices) -> request;

  /**
   * Does what it is asked for.
   *
   * @param effect its name
   * @param choices where it may do one thing or another
   * @return what it says of it
   * @throws Outside.Refused it does not do it
   */
  JsonNode does(String effect, JsonNode request, Choices choices);
}
