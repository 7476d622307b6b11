package dev.eventfold.processes;

/**
 * A command that nobody sends: it follows from an event.
 *
 * @param stream the aggregate's id
 * @param creates the stream is most likely new, so it is not read first
 */
public record CommandOn<C>(String stream, boolean creates, C command) {

  /** On something that is there. */
  public static <C> CommandOn<C> existing(String stream, C command) {
    return new CommandOn<>(stream, false, command);
  }

  /** On what it makes. */
  public static <C> CommandOn<C> creating(String stream, C command) {
    return new CommandOn<>(stream, true, command);
  }
}
