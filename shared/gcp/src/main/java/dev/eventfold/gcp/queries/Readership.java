package dev.eventfold.gcp.queries;

import dev.eventfold.concurrent.LruCache;
import dev.eventfold.documents.Document;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.queries.Resource.Readers;
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
  private final LruCache<String, String> owners = LruCache.ofEntries(OWNERS);

  Readership(Resource<E, V> resource, EventStore events) {
    this.resource = resource;
    this.events = events;
  }

  /**
   * Refuses what can be refused before anything is read.
   *
   * @throws Endpoint.Refused 403: for staff alone; 404: somebody else's
   */
  void mayAsk(Caller caller, String id) {
    switch (resource.readers()) {
      case Readers.Staff staff -> caller.mustBeStaff();
      case Readers.Self self -> {
        if (!caller.owns(id)) {
          throw HttpQueries.notFound(id);
        }
      }
      case Readers.Everybody all -> {
        // Nothing to refuse.
      }
      case Readers.Owner owner -> {
        // They must be found first.
      }
    }
  }

  /**
   * Refuses who is not the owner, where that counts. Costs at most one read: of the first event,
   * for other callers than staff, where the document does not say whose it is.
   *
   * @throws Endpoint.Refused 404: somebody else's, or nobody's
   * @throws dev.eventfold.events.UnreadableEvent only newer code knows whose it is
   */
  void mayRead(Caller caller, String id, Optional<Document> document) {
    if (resource.readers() instanceof Readers.Owner(var field)
        && !caller.staff()
        && owner(field, id, document).filter(caller::owns).isEmpty()) {
      throw HttpQueries.notFound(id);
    }
  }

  private Optional<String> owner(String field, String id, Optional<Document> document) {
    return document
        .flatMap(Document::readable)
        .flatMap(content -> owner(field, content))
        .or(() -> owners.get(id))
        .or(
            () -> {
              var owner = firstOwner(field, id);
              owner.ifPresent(it -> owners.put(id, it));
              return owner;
            });
  }

  private Optional<String> firstOwner(String field, String id) {
    return events.readRange(id, 1, 1).stream()
        .map(first -> resource.feed().evolve(Document.Content.checkpoint(id, 0), first))
        .flatMap(content -> owner(field, content).stream())
        .findFirst();
  }

  private Optional<String> owner(String field, Document.Content content) {
    try {
      return Representation.of(resource, content).map(shown -> shown.fields().path(field).asText());
    } catch (AnotherShape unknown) {
      return Optional.empty();
    }
  }
}
