/**
 * The read side. A {@link dev.eventfold.projections.Projection} says in one pure function what a
 * {@link dev.eventfold.projections.View} shows after an event; a {@link
 * dev.eventfold.projections.Feed} joins it to the service whose events come; a {@link
 * dev.eventfold.projections.Projector} applies them, right under duplicates, loss and any order.
 *
 * <p>Next: {@code dev.eventfold.operations}, for the day on which something was lost all the same.
 */
package dev.eventfold.projections;
