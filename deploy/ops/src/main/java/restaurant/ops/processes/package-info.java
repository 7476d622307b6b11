/**
 * What services do because of events, as far as it is not done: {@code processes list} shows what
 * waits for its time and what the outside was asked for; {@code retry}, {@code resolve} and {@code
 * abandon} end a doubt that only a person can end. The rules are the toolkit's, in {@code
 * dev.eventfold.processes}.
 */
package restaurant.ops.processes;
