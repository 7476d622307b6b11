package dev.eventfold.gcp.commands;

/**
 * What stands between a client and the decider: who may send what, and what is added to it.
 *
 * @param <P> payloads as clients send them
 * @param <C> commands as the decider takes them
 */
public record CommandPolicy<P, C>(CommandAccess<P> access, CommandEnricher<P, C> enricher) {

  /** The decider takes what clients send. */
  public static <C> CommandPolicy<C, C> of(CommandAccess<C> access) {
    return new CommandPolicy<>(access, (aggregateId, command) -> command);
  }
}
