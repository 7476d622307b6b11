package dev.eventfold.simulation.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.clients.Known;
import dev.eventfold.simulation.views.ExpectedViews;
import dev.eventfold.simulation.world.Journal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A resource of a service: what is shown must be what its projection makes of the stored events. Of
 * a document that other streams change too, only the past is compared.
 */
public final class ProjectedReadModel implements ReadModel {

  private final String service;
  private final Resource<?, ?> resource;
  private final Projected<?> first;
  private final Projected<?> next;

  private ProjectedReadModel(
      String service, Resource<?, ?> resource, Projected<?> first, Projected<?> next) {
    this.service = service;
    this.resource = resource;
    this.first = first;
    this.next = next;
  }

  /**
   * Those of a system, but for the views whose documents follow from streams that are named
   * otherwise.
   */
  public static List<ReadModel> all(Topology system, Optional<Topology> next) {
    var all = new ArrayList<ReadModel>();
    for (var service : system.services()) {
      service
          .resource()
          .filter(it -> it.feed().checkpoint() != Checkpoint.PER_STREAM)
          .ifPresent(it -> all.add(of(service, it, next)));
    }
    return all;
  }

  private static ReadModel of(Service service, Resource<?, ?> resource, Optional<Topology> next) {
    var first = Projected.of(service, resource);
    var later = next.map(it -> it.service(service.name()));
    return new ProjectedReadModel(
        service.name(),
        resource,
        first,
        later
            .flatMap(Service::resource)
            .<Projected<?>>map(it -> Projected.of(later.get(), it))
            .orElse(first));
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public String path() {
    return resource.path();
  }

  @Override
  public String view() {
    return resource.view().collection();
  }

  @Override
  public boolean hasOwnStreams() {
    return !first.isLog();
  }

  /** Whether a document shows what its own stream says, and nothing else. */
  private boolean isOfOneStream() {
    return first.isLog() || first.feeds().size() == 1;
  }

  /** What other streams have made of a document can't be seen in what is shown. */
  @Override
  public List<String> sortFields() {
    return isOfOneStream() ? resource.sortFields() : List.of();
  }

  @Override
  public OptionalInt refusal() {
    return switch (resource.readers()) {
      case Readers.Everybody all -> OptionalInt.empty();
      case Readers.Staff staff -> OptionalInt.of(403);
      case Readers.Self self -> OptionalInt.of(404);
      case Readers.Owner owner -> OptionalInt.of(404);
    };
  }

  @Override
  public Comparator<JsonNode> order(String orderBy, Journal journal) {
    var order = orderBy.isEmpty() ? resource.defaultOrder().orElse("") : orderBy;
    var field = order.replaceFirst("^-", "");
    Comparator<JsonNode> byId = Comparator.comparing(shown -> shown.get("id").asText());
    if (field.isEmpty()) {
      return byId;
    }
    var ascending =
        Comparator.<JsonNode, Comparable<Object>>comparing(shown -> key(field, shown, journal))
            .thenComparing(byId);
    return order.startsWith("-") ? ascending.reversed() : ascending;
  }

  @SuppressWarnings("unchecked")
  private Comparable<Object> key(String field, JsonNode shown, Journal journal) {
    return (Comparable<Object>) index(shown, journal).get(field);
  }

  private Map<String, Object> index(JsonNode shown, Journal journal) {
    return first
        .document(shown, journal)
        .or(() -> next.document(shown, journal))
        .map(Document.Content::index)
        .orElse(Map.of());
  }

  @Override
  public Optional<ObjectNode> shown(Document document) {
    return first
        .shown(document)
        .or(() -> next.shown(document))
        .map(fields -> fields.put("id", document.id()).put("version", document.version()));
  }

  @Override
  public boolean isTrue(JsonNode shown, boolean isNext, boolean past, Journal journal) {
    if (!isOfOneStream() && !past) {
      return true;
    }
    ObjectNode fields = shown.deepCopy();
    fields.remove(List.of("id", "version"));
    return (isNext ? next : first)
        .fold(shown, past, journal)
        .filter(fold -> ExpectedViews.isSame(fold, fields))
        .isPresent();
  }

  @Override
  public boolean mayBeGone(String id, Journal journal) {
    var stream = journal.stream(resource.feed().source(), id);
    return !stream.isEmpty()
        && first.document(stream).filter(it -> it.body().isEmpty()).isPresent();
  }

  /** Something by which a document can be found now. */
  @Override
  public Filter filter(Choices choices, Known known, Journal journal) {
    var filters =
        resource.filters().stream().filter(it -> it.operator() == Operator.EQUAL).toList();
    var documents = documents(known, journal).toList();
    if (!isOfOneStream() || filters.isEmpty() || documents.isEmpty()) {
      return Filter.NONE;
    }
    var filter = filters.get(choices.below(filters.size()));
    var value = documents.get(choices.below(documents.size())).index().get(filter.field());
    return value == null
        ? Filter.NONE
        : new Filter(
            Map.of(filter.parameter(), value.toString()),
            shown -> value.equals(index(shown, journal).get(filter.field())));
  }

  private Stream<Document.Content> documents(Known known, Journal journal) {
    return hasOwnStreams()
        ? known.of(service).stream()
            .map(id -> journal.stream(service, id))
            .filter(stream -> !stream.isEmpty())
            .flatMap(stream -> first.document(stream).stream())
        : journal.all().stream().flatMap(event -> first.entry(event, journal).stream());
  }

  @Override
  public List<RecordedEvent> entries(Journal journal) {
    return journal.all().stream().filter(event -> first.entry(event, journal).isPresent()).toList();
  }
}
