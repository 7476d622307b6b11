/**
 * What makes one run differ from another. All that the system does not decide is drawn from {@link
 * dev.eventfold.simulation.choices.Choices} and written down, 0 being the plainest choice: so a run
 * is a list of numbers, which can be replayed and shrunk. The first of them are the {@link
 * dev.eventfold.simulation.choices.FaultRates}: how often each {@link
 * dev.eventfold.simulation.choices.Fault} comes.
 *
 * <p>Next: {@code dev.eventfold.simulation.world}, in which a run happens.
 */
package dev.eventfold.simulation.choices;
