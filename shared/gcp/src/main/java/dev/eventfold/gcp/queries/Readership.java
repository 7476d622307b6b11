package dev.eventfold.gcp.queries;

import dev.eventfold.concurrent.LruCache;
import dev.eventfold.documents.Document;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.projections.AnotherShape;
import dev.eventfold.store.EventStore;
import java.util.Optional;

/**
 * Who may read a document. A stranger hears the 404 that is said of ids that do not exist, before
 * anything else is read or said.
 */
final class Readership<E, V> {

  private static final int OWNERS = 1_000;

  private final Resource<E, V> resource;
  private final EventStore events;
  private final LruCache<String, String> owners = new LruCache<>(OWNERS);

  Readership(Resource<E, V> resource, EventStore events) {
    this.resource = resource;
    this.events = events;
  }

  /**
   * Refuses what can be refused before anything is read.
   *
   * @throws Endpoint.Refused 403: for staff alone; 404: another customer's
   */
  void mayAsk(Caller caller, String id) {
    switch (resource.readers()) {
      case STAFF -> caller.mustBeStaff();
      case SELF -> {
        if (!caller.owns(id)) {
          throw HttpQueries.notFound(id);
        }
      }
      case ALL, OWNER -> {
        // Nothing to refuse, or the owner must be found first.
      }
    }
  }

  /**
   * Refuses who is not the owner, where that counts. Costs at most one read: of the first event,
   * for customers, where the document does not say whose it is.
   *
   * @throws Endpoint.Refused 404: another customer's, or nobody's
   * @throws dev.eventfold.events.UnreadableEvent only newer code knows whose it is
   */
  void mayRead(Caller caller, String id, Optional<Document> document) {
    if (resource.readers() == Resource.Readers.OWNER
        && !caller.staff()
        && owner(id, document).filter(caller::owns).isEmpty()) {
      throw HttpQueries.notFound(id);
    }
  }

  private Optional<String> owner(String id, Optional<Document> document) {
    return document
        .flatMap(Document::readable)
        .flatMap(this::owner)
        .or(() -> owners.get(id))
        .or(
            () -> {
              var owner = firstOwner(id);
              owner.ifPresent(it -> owners.put(id, it));
              return owner;
            });
  }

  private Optional<String> firstOwner(String id) {
    return events.readRange(id, 1, 1).stream()
        .map(first -> resource.feed().evolve(Document.Content.checkpoint(id, 0), first))
        .flatMap(content -> owner(content).stream())
        .findFirst();
  }

  private Optional<String> owner(Document.Content content) {
    try {
      return Representation.of(resource, content)
          .map(shown -> shown.fields().path("customerId").asText());
    } catch (AnotherShape unknown) {
      return Optional.empty();
    }
  }
}
