/**
 * What happens because of an event, without anybody sending a command. A service says it in its
 * {@link dev.eventfold.processes.Process}: {@link dev.eventfold.processes.Reaction}s follow at
 * once, {@link dev.eventfold.processes.Deadline}s at a time, {@link
 * dev.eventfold.processes.Effect}s when somebody outside has answered. All three end in a command
 * on a stream of the service, whose id follows from the event's: the store drops what comes twice,
 * and the stream is the only memory. A process manager is a service whose streams are named as what
 * they follow.
 */
package dev.eventfold.processes;
