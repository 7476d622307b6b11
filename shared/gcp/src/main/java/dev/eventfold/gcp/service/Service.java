package dev.eventfold.gcp.service;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.commands.CommandPolicy;
import dev.eventfold.gcp.commands.HttpCommands;
import dev.eventfold.gcp.delivery.EventTriggerPublisher;
import dev.eventfold.gcp.delivery.HttpEraser;
import dev.eventfold.gcp.delivery.HttpProjector;
import dev.eventfold.gcp.delivery.HttpReactor;
import dev.eventfold.gcp.delivery.HttpReconciler;
import dev.eventfold.gcp.delivery.HttpTimer;
import dev.eventfold.gcp.outside.HttpOutside;
import dev.eventfold.gcp.queries.Export;
import dev.eventfold.gcp.queries.Holding;
import dev.eventfold.gcp.queries.HttpQueries;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.personal.Erasure;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Process;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A service: its name, what it decides, what feeds its views and what it answers. Everything that
 * must know of a service reads it here: its functions, the deployment, the operator's tools, the
 * simulator.
 */
public final class Service {

  private final String name;
  private final Optional<Writes<?, ?, ?, ?>> writes;
  private final Optional<Process<?, ?>> process;
  private final List<Feed<?, ?>> feeds;
  private final Optional<Reads<?, ?>> reads;
  private final EntryPoints entryPoints;
  private final Optional<Erasure> erasure;
  private final Optional<Supplier<List<Holding>>> exported;
  private final PersonalData data = new PersonalData();

  /**
   * What decides.
   *
   * @param clients what takes their commands; empty where nobody sends any
   */
  private record Writes<P, C, E, S>(
      Aggregate<C, E, S> aggregate, Optional<ClientCommands<P, C>> clients) {

    HttpFunction function(String service, String views, PersonalData data, Backend backend) {
      var taken = clients.orElseThrow();
      return new HttpCommands<>(
          service,
          views,
          taken.types(),
          hashed(taken.policy().apply(backend), data, backend),
          handler(service, aggregate, backend));
    }

    private static <P, C> CommandPolicy<P, C> hashed(
        CommandPolicy<P, C> policy, PersonalData data, Backend backend) {
      return data.isEmpty() ? policy : policy.hashedBy(backend::keyedHash);
    }
  }

  /** The commands that clients send. */
  private record ClientCommands<P, C>(
      CommandTypes<P> types, Function<Backend, CommandPolicy<P, C>> policy) {}

  /** What answers queries. */
  private record Reads<E, V>(Resource<E, V> resource, UnaryOperator<DocumentReader> through) {

    HttpFunction function(String service, Backend backend, Optional<Export> export) {
      return new HttpQueries<>(
          service,
          resource,
          backend.eventStore(service),
          through.apply(backend.currentViews()),
          export);
    }
  }

  /** The classes that the Functions Framework makes. */
  private record EntryPoints(
      Class<? extends ServiceFunction> http, Class<? extends ServicePublisher> publisher) {}

  private Service(Builder builder) {
    this.name = builder.name;
    this.writes = builder.writes;
    this.process = builder.process;
    this.feeds =
        Stream.concat(
                builder.feeds.stream(), process.flatMap(it -> it.pending(builder.name)).stream())
            .toList();
    this.reads = builder.reads;
    this.entryPoints = builder.entryPoints;
    this.erasure = builder.erasure;
    this.exported = builder.exported;
    writes.ifPresent(it -> it.aggregate().tell(name, data));
    process.ifPresent(it -> it.tell(data));
    feeds.forEach(it -> it.tell(data));
  }

  /**
   * @param name in the paths of its API, and the first part of the names of its functions: lower
   *     case letters, digits and hyphens
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /** Whether it has events of its own. */
  public boolean isWriter() {
    return writes.isPresent();
  }

  /** What its events come of. */
  public Optional<Aggregate<?, ?, ?>> aggregate() {
    return writes.map(Writes::aggregate);
  }

  /** The commands that it takes from clients; empty where it takes none. */
  public Optional<CommandTypes<?>> commandTypes() {
    return writes.flatMap(Writes::clients).map(ClientCommands::types);
  }

  /** The topic of its events. */
  public String topic() {
    return topic(name);
  }

  private static String topic(String service) {
    return service + "-events";
  }

  /** What it does because of events. */
  public Optional<Process<?, ?>> process() {
    return process;
  }

  /** The name of the view of the deadlines that were set and not met yet, where it sets any. */
  public Optional<String> pending() {
    return process.flatMap(it -> it.pending(name)).map(feed -> feed.view().collection());
  }

  /**
   * What runs its process; empty where it has none. Who asks the outside is left alone for {@code
   * EFFECT_LEASE} (PT2M) at first: longer than a call may take, or what is still being asked would
   * pass for unanswered.
   */
  public Optional<ProcessManager<?, ?>> manager(Backend backend) {
    return process.map(it -> manager(it, backend.opening(data)));
  }

  private <C, E> ProcessManager<C, E> manager(Process<C, E> of, Backend backend) {
    return new ProcessManager<>(
            name,
            of,
            handler(name, of.aggregate(), backend),
            backend,
            backend.queryStore(),
            backend.outside(),
            backend.clock())
        .parallel(backend.parallel())
        .leasing(lease());
  }

  private static Duration lease() {
    // At home, providers are stand-ins, which answer soon or never.
    boolean isInTheCloud =
        Settings.get("K_SERVICE").isPresent() && Settings.get("FIRESTORE_EMULATOR_HOST").isEmpty();
    var least = isInTheCloud ? HttpOutside.LONGEST : Duration.ofSeconds(1);
    return Settings.duration("EFFECT_LEASE", Claim.LEASE, least);
  }

  private static <C, E, S> CommandHandler<C, E, S> handler(
      String service, Aggregate<C, E, S> aggregate, Backend backend) {
    return CommandHandler.of(service, aggregate, backend.eventStore(service))
        .snapshots(backend.queryStore())
        .clock(backend.clock())
        .retries(RetryPolicy.RACES.with(backend.backoff()));
  }

  /** Where it has what is of persons: such a service may have their keys. */
  public PersonalData personalData() {
    return data;
  }

  /** How those are forgotten that its streams are named as; empty where nobody is. */
  public Optional<Erasure> erasure() {
    return erasure;
  }

  /** Whether it shows persons all that is kept of them. */
  public boolean isExporting() {
    return exported.isPresent();
  }

  /** What feeds its views, in the order in which they were named. */
  public List<Feed<?, ?>> feeds() {
    return feeds;
  }

  /** What its queries answer from. */
  public Optional<Resource<?, ?>> resource() {
    return reads.map(Reads::resource);
  }

  /**
   * The name of a feed's projector: its view's where the events are the service's own or come from
   * one service alone, else with the source behind it. Empty where the feed is none of its own.
   */
  public Optional<String> projector(Feed<?, ?> feed) {
    var view = feed.view().collection();
    var sources =
        feeds.stream()
            .filter(it -> it.view().collection().equals(view))
            .<String>map(Feed::source)
            .toList();
    return Optional.of(feed.source())
        .filter(sources::contains)
        .map(it -> sources.size() == 1 || it.equals(name) ? view : view + "-" + it);
  }

  /** Its functions. */
  public List<FunctionSpec> functions() {
    var all = new ArrayList<FunctionSpec>();
    if (commandTypes().isPresent()) {
      all.add(http("commands", FunctionKind.COMMANDS));
    }
    if (isWriter()) {
      all.add(
          new FunctionSpec(
              name,
              name + "-publisher",
              FunctionKind.PUBLISHER,
              entryPoints.publisher(),
              Optional.of(topic())));
    }
    for (var feed : feeds) {
      all.add(
          new FunctionSpec(
              name,
              projector(feed).orElseThrow(),
              FunctionKind.PROJECTOR,
              entryPoints.http(),
              Optional.of(topic(feed.source()))));
    }
    for (var source : sources()) {
      all.add(
          new FunctionSpec(
              name,
              reactor(source),
              FunctionKind.REACTOR,
              entryPoints.http(),
              Optional.of(topic(source))));
    }
    if (erasure.isPresent()) {
      all.add(
          new FunctionSpec(
              name,
              name + "-eraser",
              FunctionKind.ERASER,
              entryPoints.http(),
              Optional.of(topic())));
    }
    if (process.filter(Process::needsClock).isPresent()) {
      all.add(http("timer", FunctionKind.TIMER));
    }
    if (reads.isPresent()) {
      all.add(http("queries", FunctionKind.QUERIES));
    }
    all.add(http("reconciler", FunctionKind.RECONCILER));
    return all;
  }

  private Set<String> sources() {
    return process.map(it -> it.sources(name)).orElse(Set.of());
  }

  private String reactor(String source) {
    return name + "-on-" + source;
  }

  private FunctionSpec http(String suffix, FunctionKind kind) {
    return new FunctionSpec(name, name + "-" + suffix, kind, entryPoints.http(), Optional.empty());
  }

  /**
   * The HTTP function of a name.
   *
   * @throws IllegalArgumentException the service has none of this name
   */
  public HttpFunction http(String function, Backend backend) {
    var spec =
        functions().stream()
            .filter(it -> it.name().equals(function) && it.kind() != FunctionKind.PUBLISHER)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s has no HTTP function %s, only %s."
                            .formatted(
                                name,
                                function,
                                functions().stream().map(FunctionSpec::name).toList())));
    return switch (spec.kind()) {
      case COMMANDS -> commands(backend);
      case PROJECTOR -> projector(function, backend);
      case QUERIES -> queries(backend);
      case REACTOR -> reactor(spec, backend);
      case ERASER -> new HttpEraser(erasure.orElseThrow(), backend.personKeys());
      case TIMER -> timer(backend);
      case RECONCILER -> reconciler(backend);
      case PUBLISHER -> throw new IllegalStateException("an event calls it");
    };
  }

  public HttpFunction commands(Backend backend) {
    var views = reads.map(it -> it.resource().path()).orElse("/" + name);
    return writes.orElseThrow().function(name, views, data, backend.opening(data));
  }

  private HttpFunction projector(String function, Backend backend) {
    var feed = feeds.stream().filter(it -> projector(it).equals(Optional.of(function))).findFirst();
    return new HttpProjector(feed.orElseThrow(), backend.opening(data));
  }

  private HttpFunction reactor(FunctionSpec spec, Backend backend) {
    var source =
        sources().stream().filter(it -> reactor(it).equals(spec.name())).findFirst().orElseThrow();
    return new HttpReactor(name, source, manager(backend).orElseThrow(), backend.opening(data));
  }

  public HttpFunction timer(Backend backend) {
    return new HttpTimer(name, manager(backend).orElseThrow(), backend.clock());
  }

  public HttpFunction queries(Backend backend) {
    var opening = backend.opening(data);
    var export = exported.map(it -> new Export(it.get(), backend, opening));
    return reads.orElseThrow().function(name, opening, export);
  }

  public HttpFunction reconciler(Backend backend) {
    return new HttpReconciler(name, feeds, manager(backend), erasure, backend.opening(data));
  }

  public CloudEventsFunction publisher(Backend backend) {
    return new EventTriggerPublisher(backend.eventStore(name), backend.eventBus(name));
  }

  @Override
  public String toString() {
    return name;
  }

  /** Names the parts. */
  public static final class Builder {

    private final String name;
    private Optional<Writes<?, ?, ?, ?>> writes = Optional.empty();
    private Optional<Process<?, ?>> process = Optional.empty();
    private final List<Feed<?, ?>> feeds = new ArrayList<>();
    private Optional<Reads<?, ?>> reads = Optional.empty();
    private Optional<Erasure> erasure = Optional.empty();
    private Optional<Supplier<List<Holding>>> exported = Optional.empty();
    private EntryPoints entryPoints;

    private Builder(String name) {
      this.name = name;
    }

    /** Its aggregate decides the commands as clients send them. */
    public <C, E, S> Builder decides(
        Aggregate<C, E, S> aggregate, CommandTypes<C> types, CommandAccess<C> access) {
      return decides(aggregate, types, backend -> CommandPolicy.of(access));
    }

    /** Its aggregate decides the commands that its policy makes of what clients send. */
    public <P, C, E, S> Builder decides(
        Aggregate<C, E, S> aggregate,
        CommandTypes<P> types,
        Function<Backend, CommandPolicy<P, C>> policy) {
      writes =
          Optional.of(new Writes<>(aggregate, Optional.of(new ClientCommands<>(types, policy))));
      return this;
    }

    /** Its aggregate decides what follows from events: clients send it nothing. */
    public <C, E, S> Builder decides(Aggregate<C, E, S> aggregate) {
      writes = Optional.of(new Writes<C, C, E, S>(aggregate, Optional.empty()));
      return this;
    }

    /** What it does because of events, by the aggregate that decides its commands. */
    public Builder runs(Process<?, ?> does) {
      process = Optional.of(does);
      return this;
    }

    /**
     * Whoever a stream is named as is forgotten after an event of this type, which is the last of
     * theirs.
     */
    public <E> Builder forgets(EventTypes<E> types, Class<? extends E> event) {
      var type = types.entries().stream().filter(it -> it.type() == event).findFirst();
      erasure = Optional.of(new Erasure(name, type.orElseThrow().name()));
      return this;
    }

    /**
     * Whoever a document is named as gets all that the system keeps of them, at the document's path
     * plus "/export".
     *
     * @param kept where that is: {@link Topology#holdings}
     */
    public Builder exports(Supplier<List<Holding>> kept) {
      exported = Optional.of(kept);
      return this;
    }

    /** Each of these has a projector of its own. */
    public Builder fedBy(Feed<?, ?>... some) {
      feeds.addAll(List.of(some));
      return this;
    }

    /** Its queries answer from this view. */
    public <E, V> Builder answers(Resource<E, V> resource) {
      return answers(resource, views -> views);
    }

    /**
     * @param through how the view is read
     */
    public <E, V> Builder answers(Resource<E, V> resource, UnaryOperator<DocumentReader> through) {
      reads = Optional.of(new Reads<>(resource, through));
      return this;
    }

    /** One without events of its own. */
    public Service runAs(Class<? extends ServiceFunction> http) {
      return runAs(http, null);
    }

    /** The classes that the Functions Framework makes. */
    public Service runAs(
        Class<? extends ServiceFunction> http, Class<? extends ServicePublisher> publisher) {
      if (writes.isPresent() != (publisher != null)) {
        throw new IllegalArgumentException(
            name + ": a service that decides has a publisher, and no other has");
      }
      if (process.isPresent() && writes.isEmpty()) {
        throw new IllegalArgumentException(name + ": a service with a process decides");
      }
      entryPoints = new EntryPoints(http, publisher);
      return new Service(this);
    }
  }
}
