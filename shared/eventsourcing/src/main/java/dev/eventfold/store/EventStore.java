package dev.eventfold.store;

import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import java.util.List;

/**
 * The append-only streams of one service. Every adapter passes {@code EventStoreContract}. Safe for
 * many threads.
 */
public interface EventStore {

  /** The largest payload of one event, in bytes of UTF-8: what a trigger always carries. */
  int MAX_PAYLOAD_BYTES = 256 * 1024;

  /**
   * How many events of a stream are read at once, and perhaps one to know whether others follow:
   * the largest have 25 MiB.
   */
  int AT_ONCE = 100;

  /**
   * Appends events to one stream, and claims or releases reservations: all or nothing, durable when
   * it returns. The first event's version minus one is the expected version of the stream, which
   * the caller has read lately: that nothing follows it is checked; that it is there is not, since
   * Firestore can't for free. Appending again exactly what is already there succeeds, so that an
   * append whose answer was lost can be repeated.
   *
   * @param events one stream's, in order, versions contiguous; at least one
   * @param reservations unique values to claim in the same step, and those of the stream's own to
   *     release, which others can claim then; may be empty, and names no value twice
   * @throws VersionConflict the stream has other events at these versions, or others wrote to it at
   *     the same time; nothing was written: read what is new and decide again
   * @throws ReservationTaken a value is claimed already; nothing was written
   * @throws EventTooLarge a payload is over {@link #MAX_PAYLOAD_BYTES}; nothing was written
   * @throws TransientFailure no answer: the append may or may not have happened
   */
  void append(List<RecordedEvent> events, List<Reservation> reservations);

  /**
   * Up to {@code limit} events with a version above {@code after}, in order. Sees every append that
   * has returned.
   *
   * @throws NoEvent somebody has written past every store, among them, what is none
   * @throws TransientFailure the store did not answer
   */
  List<RecordedEvent> readAfter(String stream, long after, int limit);

  /**
   * The last {@code limit} events of a stream, in order; all of them where it has no more. Sees
   * every append that has returned. Costs the same however long the stream is. What is no event is
   * left out: who folds them sees a hole, or a shorter stream.
   *
   * @throws TransientFailure the store did not answer
   */
  List<RecordedEvent> readLast(String stream, int limit);

  /**
   * The events from version {@code from} to {@code to}, both included, in order, read by their
   * keys; those that do not exist are left out.
   *
   * @throws NoEvent as above
   * @throws TransientFailure the store did not answer
   */
  List<RecordedEvent> readRange(String stream, long from, long to);

  /**
   * The events of one command in a stream, in order; none where it has none. Sees every append that
   * has returned. Costs the same however long the stream is.
   *
   * @throws NoEvent as above
   * @throws TransientFailure the store did not answer
   */
  List<RecordedEvent> readCommand(String stream, String commandId);

  /**
   * Those of the claims whose value some stream has, in the order given: what an append of them
   * would be refused for. Sees every append that has returned.
   *
   * @throws TransientFailure the store did not answer
   */
  List<Reservation> taken(List<Reservation> reservations);

  /**
   * Claims what a stream has by its events already, where the claim is not there: for operators,
   * since values may have come to be stored otherwise. What is there already stays.
   *
   * @param version of the stream, as of which it has them
   * @throws VersionConflict the stream has gone on; nothing was claimed
   * @throws TransientFailure no answer: they may or may not be claimed
   */
  void claim(String stream, long version, List<Reservation> reservations);
}
