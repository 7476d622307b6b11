/**
 * The operator's tools. {@link restaurant.ops.Ops} is the command line; each command is a class in
 * the package of its subject: {@code views} verifies, rebuilds and restores them, {@code events}
 * shows and replays what happened, {@code letters} has what a projector gave up on, {@code
 * processes} what waits for a time, a provider or a person, {@code refusals} what a service
 * refused. Here is what they share: where a command works, how it tells what it finds and how far
 * it is, and how it is started without Maven.
 */
package restaurant.ops;
