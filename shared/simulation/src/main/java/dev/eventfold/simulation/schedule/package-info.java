/**
 * Who runs, and until when. Each invocation has a thread, and one turn is passed around: the {@link
 * dev.eventfold.simulation.schedule.Scheduler} takes it back at each call of a port, and lets
 * another go on, crashes the instance, refuses the call or loses its answer.
 *
 * <p>Next: {@code dev.eventfold.simulation.clients}, who make the traffic.
 */
package dev.eventfold.simulation.schedule;
