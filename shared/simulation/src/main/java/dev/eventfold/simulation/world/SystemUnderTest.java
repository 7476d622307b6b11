package dev.eventfold.simulation.world;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.personal.Erasure;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.processes.Effect;
import dev.eventfold.processes.Process;
import dev.eventfold.projections.Feed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A system and, where there is one, its next release: what every run of it needs to know. */
public final class SystemUnderTest {

  private final Topology first;
  private final Topology next;
  private final Map<String, List<Feed<?, ?>>> views;
  private final Map<String, List<Feed<?, ?>>> nextViews;
  private final List<String> viewNames;
  private final List<String> changingViews;
  private final List<String> writers;
  private final List<FunctionSpec> functions;
  private final Map<String, List<String>> subscriptions = new HashMap<>();
  private final Map<String, String> projectors = new HashMap<>();

  /** The types of events that the next release alone can read. */
  private final Set<String> newEvents = new HashSet<>();

  public SystemUnderTest(Topology first, Optional<Topology> next) {
    this.first = first;
    this.next = next.orElse(first);
    this.views = first.views();
    this.nextViews = this.next.views();
    var pending = first.services().stream().flatMap(it -> it.pending().stream()).toList();
    this.viewNames = views.keySet().stream().filter(it -> !pending.contains(it)).sorted().toList();
    this.writers = first.writers().stream().map(Service::name).toList();
    this.functions = first.functions();
    this.changingViews =
        first.services().stream()
            .filter(service -> hasNext(service.name()))
            .flatMap(service -> service.feeds().stream())
            .map(feed -> feed.view().collection())
            .filter(viewNames::contains)
            .distinct()
            .toList();
    first.writers().forEach(it -> subscriptions.put(it.name(), subscribers(it)));
    first.feeds().forEach(feed -> projectors.put(name(feed), first.projector(feed)));
    this.next.writers().forEach(service -> newEvents.addAll(eventTypes(service)));
    first.writers().forEach(service -> newEvents.removeAll(eventTypes(service)));
  }

  private List<String> subscribers(Service service) {
    return first.subscribers(service).map(FunctionSpec::name).toList();
  }

  private static List<String> eventTypes(Service service) {
    return service.aggregate().orElseThrow().events().entries().stream()
        .map(entry -> service.name() + "/" + entry.name())
        .toList();
  }

  private static String name(Feed<?, ?> feed) {
    return feed.view().collection() + "/" + feed.source();
  }

  /** Where it has what is of persons, in either release. */
  PersonalData personalData() {
    var data = first.personalData();
    data.add(next.personalData());
    return data;
  }

  /** A backend as the service of a view sees it. */
  public Backend opening(String view, Backend backend) {
    return first.opening(view, backend);
  }

  /** How persons are forgotten, by the services whose streams are named as they are. */
  public List<Erasure> erasures() {
    return first.services().stream().flatMap(it -> it.erasure().stream()).toList();
  }

  /** The names of the services that have events. */
  public List<String> writers() {
    return writers;
  }

  /** All of a kind. */
  public Stream<FunctionSpec> functions(FunctionKind kind) {
    return functions.stream().filter(it -> it.kind() == kind);
  }

  /** The service of a function, in one of the releases. */
  public Service service(FunctionSpec function, boolean isNext) {
    return (isNext ? next : first).service(function.service());
  }

  /** Whether the next release has another version of a service. */
  public boolean hasNext(String service) {
    return first.service(service) != next.service(service);
  }

  /** Whether only the next release can read an event. */
  boolean isOfTheNext(RecordedEvent event) {
    return newEvents.contains(event.service() + "/" + event.type());
  }

  /** Whether only the next release can fold these events. */
  public boolean areOfTheNext(List<RecordedEvent> events) {
    return !newEvents.isEmpty() && events.stream().anyMatch(this::isOfTheNext);
  }

  /** The processes of the first release, by their services. */
  public Map<String, Process<?, ?>> processes() {
    var processes = new LinkedHashMap<String, Process<?, ?>>();
    for (var service : first.services()) {
      service.process().ifPresent(it -> processes.put(service.name(), it));
    }
    return processes;
  }

  /** What is done when no answer comes, by the names of effects. */
  Map<String, Effect.Mode> effectModes() {
    return processes().values().stream()
        .flatMap(it -> it.effects().stream())
        .collect(Collectors.toMap(Effect::name, Effect::mode));
  }

  /** The names of all views that last, in order: what waits for a time comes and goes. */
  public List<String> views() {
    return viewNames;
  }

  /** What feeds a view. */
  public List<Feed<?, ?>> feeds(String view) {
    return views.get(view);
  }

  /** The same in the next release. */
  public List<Feed<?, ?>> nextFeeds(String view) {
    return nextViews.get(view);
  }

  /** The views of which the next release has another version. */
  public List<String> changingViews() {
    return changingViews;
  }

  /** What a feed gets its events by, in whatever release. */
  public String subscription(Feed<?, ?> feed) {
    return projectors.get(name(feed));
  }

  /** What gets the events of a service. */
  public List<String> subscriptions(String service) {
    return subscriptions.get(service);
  }
}
