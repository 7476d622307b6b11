package dev.eventfold.gcp;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Outside;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import java.time.InstantSource;

/** Another backend, but for what a subclass changes. What follows from the ports follows anew. */
public abstract class ForwardingBackend implements Backend {

  private final Backend backend;

  protected ForwardingBackend(Backend backend) {
    this.backend = backend;
  }

  @Override
  public EventStore eventStore(String service) {
    return backend.eventStore(service);
  }

  @Override
  public EventLog eventLog(String service) {
    return backend.eventLog(service);
  }

  @Override
  public QueryStore queryStore() {
    return backend.queryStore();
  }

  @Override
  public EventBus eventBus(String service) {
    return backend.eventBus(service);
  }

  @Override
  public PersonKeys personKeys() {
    return backend.personKeys();
  }

  @Override
  public KeyedHash keyedHash() {
    return backend.keyedHash();
  }

  @Override
  public Outside outside() {
    return backend.outside();
  }

  @Override
  public InstantSource clock() {
    return backend.clock();
  }

  @Override
  public Backoff backoff() {
    return backend.backoff();
  }

  @Override
  public Parallel parallel() {
    return backend.parallel();
  }
}
