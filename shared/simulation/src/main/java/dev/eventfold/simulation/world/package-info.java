/**
 * What outlives every process: the stores, the subscriptions and the one true time of a {@link
 * dev.eventfold.simulation.world.World}, with a {@link dev.eventfold.simulation.world.Journal} of
 * what was stored; and what functions see of it, a {@link
 * dev.eventfold.simulation.world.FaultyBackend} whose calls may fail, and requests that never see a
 * network.
 *
 * <p>Next: {@code dev.eventfold.simulation.schedule}, which says whose turn it is.
 */
package dev.eventfold.simulation.world;
