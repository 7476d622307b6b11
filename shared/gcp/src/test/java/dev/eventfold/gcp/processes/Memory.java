package dev.eventfold.gcp.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Outside;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.TransientFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores that can be down, a clock that only goes when it is told to or looked at, and a world
 * outside that does what is asked, until it is told otherwise.
 */
public final class Memory implements Backend {

  private final Map<String, InMemoryEventStore> events = new HashMap<>();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final PersonKeys keys = new InMemoryPersonKeys();
  private final List<String> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private Duration pace = Duration.ZERO;
  private Optional<RuntimeException> trouble = Optional.empty();
  private boolean isDown;

  /** The events of a service, whatever is down. */
  public InMemoryEventStore events(String service) {
    return events.computeIfAbsent(service, name -> new InMemoryEventStore(() -> now));
  }

  /** The documents, whatever is down. */
  public InMemoryQueryStore views() {
    return views;
  }

  /** The keys of what was asked of the world outside, in turn. */
  public List<String> asked() {
    return asked;
  }

  /** The world outside does this instead of what it is asked. */
  public void outsideThrows(RuntimeException why) {
    trouble = Optional.of(why);
  }

  public void outsideIsWell() {
    trouble = Optional.empty();
  }

  /** Whether no store answers. */
  public void down(boolean down) {
    isDown = down;
  }

  public Instant now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  /**
   * @param time that passes at each look at the clock
   */
  public void pace(Duration time) {
    pace = time;
  }

  @Override
  public EventStore eventStore(String service) {
    return whileUp(EventStore.class, events(service));
  }

  @Override
  public EventLog eventLog(String service) {
    return whileUp(EventLog.class, events(service));
  }

  @Override
  public QueryStore queryStore() {
    return whileUp(QueryStore.class, views);
  }

  private <T> T whileUp(Class<T> port, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if (isDown) {
                throw new TransientFailure("the store is down", null);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public EventBus eventBus(String service) {
    return event -> {};
  }

  @Override
  public PersonKeys personKeys() {
    return keys;
  }

  @Override
  public KeyedHash keyedHash() {
    return InMemoryPersonKeys.HASH;
  }

  @Override
  public Outside outside() {
    return this::ask;
  }

  private JsonNode ask(String effect, String key, JsonNode request) {
    asked.add(key);
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    return Json.TOLERANT.createObjectNode().put("receipt", "R1");
  }

  @Override
  public InstantSource clock() {
    return () -> now = now.plus(pace);
  }

  @Override
  public Backoff backoff() {
    return attempt -> {};
  }

  @Override
  public Parallel parallel() {
    return Parallel.IN_TURN;
  }
}
