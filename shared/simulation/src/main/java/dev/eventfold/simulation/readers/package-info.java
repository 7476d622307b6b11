/**
 * Who asks queries: for documents, lists page by page, histories and the past. What they see must
 * be true at the version that it claims, go forward only, and leave nothing out. A {@link
 * dev.eventfold.simulation.readers.ReadModel} says where they look, and what is right there.
 *
 * <p>Next: {@code dev.eventfold.simulation.operators}, who look after it all.
 */
package dev.eventfold.simulation.readers;
