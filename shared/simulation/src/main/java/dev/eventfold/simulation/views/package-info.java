/**
 * What views must hold. A {@link dev.eventfold.simulation.views.ViewFold} tells it of any events:
 * by hand, from JSON to JSON, or by the projections at once. A {@link
 * dev.eventfold.simulation.views.Verdict} judges a view in the midst of things, each document by
 * what it had applied. Somebody damages documents now and then, and it is known which.
 *
 * <p>Next: {@code dev.eventfold.simulation.readers}, who look at them.
 */
package dev.eventfold.simulation.views;
