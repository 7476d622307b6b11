package dev.eventfold.gcp.commands;

/**
 * Adds what the decider needs and the client does not send: what must be looked up.
 *
 * @param <P> payloads as clients send them
 * @param <C> commands as the decider takes them
 */
@FunctionalInterface
public interface CommandEnricher<P, C> {

  /**
   * @param aggregateId what the command is on, or makes
   * @throws dev.eventfold.store.TransientFailure what must be looked up can't be read
   */
  C enrich(String aggregateId, P payload);
}
