package dev.eventfold.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.personal.Keyring;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.personal.Vault;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import java.time.Duration;

/**
 * A backend as it is seen by code that may have the keys of persons: see {@link Vault}. Keys are
 * kept in memory for {@code KEY_CACHE} (PT5M).
 */
final class OpeningBackend extends ForwardingBackend {

  private final Backend backend;
  private final Vault vault;

  OpeningBackend(Backend backend, PersonalData data) {
    super(backend);
    this.backend = backend;
    var kept = Settings.duration("KEY_CACHE", Keyring.KEPT, Duration.ZERO);
    var keyring = new Keyring(backend.personKeys(), backend.clock(), kept);
    this.vault = new Vault(data, keyring, backend::keyedHash);
  }

  /** Of what is stored, and not of what is opened: nothing is sealed twice. */
  @Override
  public Backend opening(PersonalData data) {
    return backend.opening(data);
  }

  @Override
  public EventStore eventStore(String service) {
    return vault.eventStore(backend.eventStore(service), service);
  }

  @Override
  public EventLog eventLog(String service) {
    return vault.eventLog(backend.eventLog(service), service);
  }

  @Override
  public RecordedEvent opened(RecordedEvent sealed) {
    return vault.opened(sealed);
  }

  @Override
  public RecordedEvent disclosed(RecordedEvent event) {
    return vault.disclosed(event);
  }

  @Override
  public JsonNode disclosed(String view, String id, JsonNode body) {
    return vault.disclosed(view, id, body);
  }

  @Override
  public QueryStore queryStore() {
    return vault.queryStore(backend.queryStore());
  }

  /** What is opened here is published as it is stored: one read. */
  @Override
  public EventBus eventBus(String service) {
    var bus = backend.eventBus(service);
    var store = backend.eventStore(service);
    return event ->
        NoEvent.requireAll(
                service,
                event.stream(),
                event.version(),
                event.version(),
                store.readRange(event.stream(), event.version(), event.version()))
            .forEach(bus::publish);
  }
}
