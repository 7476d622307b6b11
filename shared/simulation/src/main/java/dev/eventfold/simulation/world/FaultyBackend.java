package dev.eventfold.simulation.world;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKey;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Outside;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What one instance of a function sees of the outside: each call waits for its turn, and may fail.
 */
public final class FaultyBackend implements Backend {

  /** Where calls go. */
  public interface Gate {

    /**
     * Lets a call through when it is its turn, or fails it.
     *
     * @param what the call, for the trace
     */
    <T> T call(Supplier<String> what, Supplier<T> effect);

    /**
     * The same for a commit, which may also land when nobody waits for it any more, or be aborted
     * with nothing in its way.
     *
     * @param aborted what the store says then
     */
    <T> T commit(
        Supplier<String> what, Supplier<T> effect, Supplier<? extends RuntimeException> aborted);

    /** Lets others go first. */
    void standBack();

    /** Returns when so much time has passed, and whoever was at work before has ended. */
    void pass(Duration time);

    /** For the trace. */
    void say(String words);
  }

  /** History comes in pages, and some may come before one that does not. */
  private static final int PAGE = 10;

  private final World world;
  private final Gate gate;
  private final InstantSource clock;
  private DocumentReader lastSnapshot;

  public FaultyBackend(World world, Gate gate, InstantSource clock) {
    this.world = world;
    this.gate = gate;
    this.clock = clock;
  }

  @Override
  public EventStore eventStore(String service) {
    return new EventStore() {
      @Override
      public void append(List<RecordedEvent> events, List<Reservation> reservations) {
        gate.commit(
            () ->
                "appends "
                    + events.stream()
                        .map(event -> event.type() + " " + place(event))
                        .collect(Collectors.joining(", ")),
            () -> {
              world.append(service, events, reservations);
              return null;
            },
            () -> new VersionConflict(events.getFirst().stream(), events.getFirst().version() - 1));
      }

      @Override
      public List<RecordedEvent> readAfter(String stream, long after, int limit) {
        return gate.call(
            () -> "reads %s after %d".formatted(stream, after),
            () -> world.events(service).readAfter(stream, after, limit));
      }

      @Override
      public List<RecordedEvent> readRange(String stream, long from, long to) {
        return gate.call(
            () -> "reads %s from %d to %d".formatted(stream, from, to),
            () -> world.events(service).readRange(stream, from, to));
      }

      @Override
      public List<RecordedEvent> readLast(String stream, int limit) {
        return gate.call(
            () -> "reads the last %d of %s".formatted(limit, stream),
            () -> world.events(service).readLast(stream, limit));
      }

      @Override
      public List<RecordedEvent> readCommand(String stream, String commandId) {
        return gate.call(
            () -> "looks in %s for command %s".formatted(stream, commandId),
            () -> world.events(service).readCommand(stream, commandId));
      }

      @Override
      public List<Reservation> taken(List<Reservation> reservations) {
        return gate.call(
            () -> "asks whether %s are taken".formatted(reservations),
            () -> world.events(service).taken(reservations));
      }

      @Override
      public void claim(String stream, long version, List<Reservation> reservations) {
        gate.commit(
            () -> "claims what %s holds".formatted(stream),
            () -> {
              world.events(service).claim(stream, version, reservations);
              return null;
            },
            () -> new VersionConflict(stream, version));
      }
    };
  }

  private static String place(RecordedEvent event) {
    return event.stream() + "@" + event.version();
  }

  @Override
  public EventLog eventLog(String service) {
    return new EventLog() {
      @Override
      public void readByKey(String from, String before, Consumer<Slot> each) {
        var next = from;
        while (true) {
          var start = next;
          var page =
              gate.call(
                  () -> "reads the history of %s from %s".formatted(service, start),
                  () -> {
                    var slots = new ArrayList<Slot>();
                    world.events(service).readByKey(start, before, slots::add);
                    return slots.subList(0, Math.min(PAGE, slots.size()));
                  });
          page.forEach(each);
          if (page.size() < PAGE) {
            return;
          }
          var last = page.getLast();
          next = RecordedEvent.key(last.stream(), last.version() + 1);
        }
      }

      @Override
      public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
        var found =
            gate.call(
                () -> "reads the events of %s from %s to %s".formatted(service, from, before),
                () -> {
                  var events = new ArrayList<Committed>();
                  world.events(service).readByTime(from, before, events::add);
                  return events;
                });
        for (int i = 0; i < found.size(); i++) {
          if (i > 0 && i % PAGE == 0) {
            gate.call(() -> "reads on", () -> null);
          }
          if (!each.test(found.get(i))) {
            return;
          }
        }
      }
    };
  }

  @Override
  public QueryStore queryStore() {
    return new QueryStore() {
      @Override
      public Map<Key, Document> get(Collection<Key> keys) {
        return gate.call(
            () ->
                "gets "
                    + keys.stream()
                        .map(key -> key.collection() + "/" + key.id())
                        .collect(Collectors.joining(", ")),
            () -> world.views().get(keys));
      }

      @Override
      public List<Document> page(String collection, Query query) {
        return gate.call(() -> "lists " + collection, () -> world.views().page(collection, query));
      }

      @Override
      public List<Revision> commit(List<Write> writes) {
        return gate.commit(
            () ->
                "writes "
                    + writes.stream().map(FaultyBackend::words).collect(Collectors.joining(", ")),
            () -> world.views().commit(writes),
            () -> new ConcurrentWrite("aborted"));
      }

      @Override
      public DocumentReader snapshot() {
        var moment = gate.call(() -> "takes a snapshot", world.views()::snapshot);
        lastSnapshot = moment;
        return new DocumentReader() {
          @Override
          public Map<Key, Document> get(Collection<Key> keys) {
            return gate.call(() -> "gets " + keys + " of then", () -> moment.get(keys));
          }

          @Override
          public List<Document> page(String collection, Query query) {
            return gate.call(
                () -> "lists %s of then".formatted(collection),
                () -> moment.page(collection, query));
          }
        };
      }

      @Override
      public void remove(Key key, Revision revision) {
        gate.commit(
            () -> "removes %s/%s if as it was".formatted(key.collection(), key.id()),
            () -> {
              world.views().remove(key, revision);
              return null;
            },
            () -> new ConcurrentWrite("aborted"));
      }
    };
  }

  @Override
  public PersonKeys personKeys() {
    return new PersonKeys() {
      @Override
      public Optional<PersonKey> find(String person) {
        return gate.call(() -> "looks for the key of " + person, () -> world.keys().find(person));
      }

      @Override
      public Optional<PersonKey> make(String person) {
        return gate.commit(
            () -> "makes a key for " + person,
            () -> world.keys().make(person),
            () -> new TransientFailure("aborted", null));
      }

      @Override
      public void forget(String person) {
        gate.commit(
            () -> "deletes the key of " + person,
            () -> {
              world.keys().forget(person);
              return null;
            },
            () -> new TransientFailure("aborted", null));
      }
    };
  }

  @Override
  public KeyedHash keyedHash() {
    return InMemoryPersonKeys.HASH;
  }

  /** Where nobody heard of it, it may have been done, or be done later. */
  @Override
  public Outside outside() {
    return (effect, key, request) -> {
      var isDone = new AtomicBoolean();
      try {
        return gate.commit(
            () -> "asks for %s %s".formatted(effect, key),
            () -> {
              isDone.set(true);
              return world.ledger().ask(effect, key, request);
            },
            () -> new Outside.NotAsked("aborted", null));
      } catch (TransientFailure lost) {
        throw new Outside.Unanswered(isDone.get() ? "lost on its way back" : "lost", lost);
      }
    };
  }

  /** What a snapshot has shown, and no gate: for who holds answers against it. */
  public DocumentReader lastSnapshot() {
    return lastSnapshot;
  }

  /** What is beside the stores, for who rebuilds a view. */
  public RebuildSurroundings surroundings(List<Feed<?, ?>> feeds) {
    return new RebuildSurroundings(world, gate, feeds);
  }

  private static String words(Write write) {
    var precondition =
        switch (write.precondition()) {
          case Write.Precondition.Absent absent -> "new";
          case Write.Precondition.At at -> "as it was";
          case Write.Precondition.None none -> "whatever it is";
        };
    return "%s/%s at %d if %s"
        .formatted(
            write.collection(), write.content().id(), write.content().version(), precondition);
  }

  @Override
  public EventBus eventBus(String service) {
    return event ->
        gate.call(
            () -> "publishes %s %s".formatted(event.type(), place(event)),
            () -> {
              world.publish(service, event);
              return null;
            });
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public Parallel parallel() {
    return Parallel.IN_TURN;
  }

  @Override
  public Backoff backoff() {
    return attempt -> gate.standBack();
  }
}
