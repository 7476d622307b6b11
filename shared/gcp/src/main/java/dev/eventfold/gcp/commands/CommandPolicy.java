package dev.eventfold.gcp.commands;

import dev.eventfold.personal.KeyedHash;
import java.util.function.Supplier;

/**
 * What stands between a client and the decider: who may send what, and what is added to it.
 *
 * @param hash of what was sent, by which a repeated command is told from another one
 * @param <P> payloads as clients send them
 * @param <C> commands as the decider takes them
 */
public record CommandPolicy<P, C>(
    CommandAccess<P> access, CommandEnricher<P, C> enricher, Supplier<KeyedHash> hash) {

  /** One whose commands nobody could learn anything of by guessing. */
  public CommandPolicy(CommandAccess<P> access, CommandEnricher<P, C> enricher) {
    this(access, enricher, () -> KeyedHash.UNKEYED);
  }

  /** The decider takes what clients send. */
  public static <C> CommandPolicy<C, C> of(CommandAccess<C> access) {
    return new CommandPolicy<>(access, (aggregateId, command) -> command);
  }

  public CommandPolicy<P, C> hashedBy(Supplier<KeyedHash> other) {
    return new CommandPolicy<>(access, enricher, other);
  }
}
