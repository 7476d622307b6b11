package dev.eventfold.gcp.service;

import dev.eventfold.gcp.firestore.EventDocument;
import dev.eventfold.gcp.queries.Holding;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a service keeps what is of persons, as its definition says. */
record Holdings(Topology system, Service service) {

  Stream<Holding> stream() {
    return service.feeds().stream()
        .<View<?>>map(Feed::view)
        .distinct()
        .flatMap(view -> holding(view).stream());
  }

  private Optional<Holding> holding(View<?> view) {
    var field = PersonalData.personIn(view);
    if (field.isPresent()) {
      return Optional.of(holding(view, field, Optional.of(order(view, field.get()))));
    }
    return isOfPersons(view) || service.personalData().isIn(view)
        ? Optional.of(holding(view, Optional.empty(), Optional.empty()))
        : Optional.empty();
  }

  private Holding holding(View<?> view, Optional<String> field, Optional<String> orderBy) {
    return new Holding(service.name(), view.collection(), field, orderBy, events(view));
  }

  /** Whether its documents are named as the persons whom the service forgets. */
  private boolean isOfPersons(View<?> view) {
    return service.erasure().isPresent() && hasOwnStreams(view);
  }

  private boolean hasOwnStreams(View<?> view) {
    return service.feeds().stream()
        .filter(feed -> feed.view().collection().equals(view.collection()))
        .anyMatch(
            feed ->
                feed.source().equals(service.name())
                    && feed.checkpoint() == Checkpoint.IN_DOCUMENT);
  }

  /** By which order lists find what is of one person. */
  private String order(View<?> view, String field) {
    return service
        .resource()
        .filter(it -> it.view().collection().equals(view.collection()))
        .filter(it -> it.comparedFields().contains(field))
        .flatMap(it -> it.sortFields().stream().findFirst())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s: what is of a person can't be found by %s."
                        .formatted(view.collection(), field)));
  }

  /** Where the events are that it is made of, and all that has them whole. */
  private List<String> events(View<?> view) {
    if (!hasOwnStreams(view)) {
      return List.of();
    }
    var places = new ArrayList<String>();
    places.add("eventstore/" + EventDocument.collection(service.name()));
    places.add("topics/" + service.topic());
    system.services().stream()
        .filter(it -> it != service)
        .flatMap(it -> it.feeds().stream())
        .filter(it -> it.source().equals(service.name()) && it.checkpoint() == Checkpoint.NONE)
        .forEach(it -> places.add("views/" + it.view().collection()));
    return places;
  }
}
