/**
 * Runs a system of services, with its real functions, through schedules that no test with threads
 * would meet: crashes, duplicates, messages out of order, losses, clocks that are wrong, releases
 * that come and go. A {@link dev.eventfold.simulation.Scenario} says what runs: the system and what
 * its clients want, and, where somebody tells it, what the business promises. A {@link
 * dev.eventfold.simulation.Campaign} runs it by many seeds, and shrinks the run of a seed that
 * breaks something:
 *
 * <pre>{@code
 * var result = Campaign.of(new ParcelScenario()).run(500);
 * assertEquals(Optional.empty(), result.failure());
 * }</pre>
 *
 * <p>Whatever is said of the business, these must hold: an accepted command's events are stored
 * once and together, streams have no gaps, each view is the fold of its events, a refusal has a
 * reason that was true, readers see their own writes and never less than before, a rebuild comes to
 * an end, and in the end all is well.
 *
 * <p>More than 15 classes: what calls functions, and what must be true in the end, is told of one
 * run, which is nobody's business outside.
 *
 * <p>Next: {@code dev.eventfold.simulation.choices}, which make one run differ from another.
 */
package dev.eventfold.simulation;
