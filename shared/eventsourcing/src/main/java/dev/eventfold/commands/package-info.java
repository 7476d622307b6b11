/**
 * The write side. A {@link dev.eventfold.commands.Decider} is a domain in three pure functions;
 * {@link dev.eventfold.commands.Aggregate} names it with its events and what they claim; {@link
 * dev.eventfold.commands.CommandHandler} carries a command out: load, decide, append, and start
 * over when somebody else was faster. A command takes effect at most once, whatever is retried.
 *
 * <p>Next: {@code dev.eventfold.projections}, which shows what came of it.
 */
package dev.eventfold.commands;
