package dev.eventfold.gcp.service;

import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.queries.Holding;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.projections.Feed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A system: all of its services. Whatever looks at every service, every view or every function
 * takes them from here.
 */
public record Topology(List<Service> services) {

  public Topology {
    services = List.copyOf(services);
  }

  public static Topology of(Service... services) {
    return new Topology(List.of(services));
  }

  /** Those that have events of their own. */
  public List<Service> writers() {
    return services.stream().filter(Service::isWriter).toList();
  }

  /**
   * @throws IllegalArgumentException there is none of this name
   */
  public Service service(String name) {
    return services.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no service " + name + "."));
  }

  public List<FunctionSpec> functions() {
    return services.stream().flatMap(service -> service.functions().stream()).toList();
  }

  public List<Feed<?, ?>> feeds() {
    return services.stream().<Feed<?, ?>>flatMap(service -> service.feeds().stream()).toList();
  }

  /** Where any of the services has what is of persons. */
  public PersonalData personalData() {
    var data = new PersonalData();
    services.forEach(it -> data.add(it.personalData()));
    return data;
  }

  /** Where any of the services keeps something of persons. */
  public List<Holding> holdings() {
    return services.stream().flatMap(it -> new Holdings(this, it).stream()).toList();
  }

  /** A backend as the service of a view sees it: for tools that compare and make views. */
  public Backend opening(String view, Backend backend) {
    return services.stream()
        .filter(service -> service.feeds().stream().anyMatch(isOf(view)))
        .findFirst()
        .map(service -> backend.opening(service.personalData()))
        .orElse(backend);
  }

  private static Predicate<Feed<?, ?>> isOf(String view) {
    return feed -> feed.view().collection().equals(view);
  }

  /** What feeds each view, by its collection. */
  public Map<String, List<Feed<?, ?>>> views() {
    var views = new LinkedHashMap<String, List<Feed<?, ?>>>();
    for (var feed : feeds()) {
      views.computeIfAbsent(feed.view().collection(), view -> new ArrayList<>()).add(feed);
    }
    return views;
  }

  /** The name of a feed's projector, which its subscription has too. */
  public String projector(Feed<?, ?> feed) {
    return services.stream()
        .flatMap(service -> service.projector(feed).stream())
        .findFirst()
        .orElseThrow();
  }

  /** Who is subscribed to the events of a service. */
  public Stream<FunctionSpec> subscribers(Service service) {
    return functions().stream()
        .filter(it -> it.kind().isSubscribed())
        .filter(it -> it.topic().equals(Optional.of(service.topic())));
  }
}
