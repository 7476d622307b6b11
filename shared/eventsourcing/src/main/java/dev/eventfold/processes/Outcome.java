package dev.eventfold.processes;

import com.fasterxml.jackson.databind.JsonNode;

/** How an {@link Effect} ended: what the decider is told of the world outside, and no more. */
public sealed interface Outcome {

  /** The provider has done it. */
  record Done(JsonNode answer) implements Outcome {}

  /**
   * It has not happened and will not: the provider refuses it, or a person has given it up.
   *
   * @param reason in words
   */
  record Refused(String reason) implements Outcome {}
}
