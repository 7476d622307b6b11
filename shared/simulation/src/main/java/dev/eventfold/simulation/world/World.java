package dev.eventfold.simulation.world;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.CurrentViews.Building;
import dev.eventfold.operations.ViewRebuild;
import dev.eventfold.personal.Keyring;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.personal.Vault;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.store.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What outlives every process: stores, and what they tell. */
public final class World {

  /** Hears of events. */
  public interface Hearer {
    void created(RecordedEvent event);

    void published(String topic, RecordedEvent event);
  }

  /** What the collections are named by that hold places of views. */
  public static final String CHECKPOINTS = "-checkpoints";

  private static final Duration LONG_AGO = Duration.ofDays(30);
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<String, InMemoryEventStore> stores = new HashMap<>();
  private final QueryStore views = new InMemoryQueryStore();
  private final Map<String, List<String>> endpoints = new HashMap<>();
  private final Map<String, Integer> rebuilders = new HashMap<>();
  private final Set<String> contested = new TreeSet<>();
  private final Set<String> turnedAway = new TreeSet<>();
  private final Journal journal = new Journal();
  private final EveryKey keys = new EveryKey();
  private final Vault unforgotten;
  private final SystemUnderTest system;
  private final Ledger ledger;
  private Hearer hearer;
  private Instant now = START;

  /**
   * @param choices of providers
   */
  public World(SystemUnderTest system, Provider provider, Choices choices) {
    this.system = system;
    this.unforgotten = vault(keys.unforgotten());
    this.ledger = new Ledger(system.effectModes(), provider, choices);
    system.writers().forEach(service -> stores.put(service, new InMemoryEventStore(this::now)));
  }

  /** From now on it is told of events. */
  public void tell(Hearer projector) {
    hearer = projector;
  }

  public SystemUnderTest system() {
    return system;
  }

  public InMemoryEventStore events(String service) {
    return stores.get(service);
  }

  public QueryStore views() {
    return views;
  }

  /** What was done outside. */
  public Ledger ledger() {
    return ledger;
  }

  /** What happened, plain, whoever is forgotten. */
  public Journal journal() {
    return journal;
  }

  /** The same as it can be read now. */
  public Journal readable() {
    return journal.opened(vault(keys));
  }

  /** The keys of persons. */
  public PersonKeys keys() {
    return keys;
  }

  private Vault vault(PersonKeys of) {
    var keyring = new Keyring(of, this::now, Duration.ZERO);
    return new Vault(
        system.personalData(),
        keyring,
        () -> {
          throw new IllegalStateException("who judges claims nothing");
        });
  }

  /** Whose personal data an event has. */
  public Optional<String> person(RecordedEvent event) {
    return unforgotten.person(event);
  }

  /** Whether an event has lost what it had of a person. */
  public boolean isErased(RecordedEvent event) {
    return unforgotten.isErased(event);
  }

  /** Whether nothing of any person can be read in what was stored or sent. */
  public boolean isSealed(RecordedEvent event) {
    return unforgotten.isSealed(event);
  }

  /** The same of a document. */
  public boolean isSealed(String collection, Document document) {
    return unforgotten.isSealed(collection, document);
  }

  /** Documents as they were before they were sealed, whoever is forgotten. */
  public DocumentReader unforgotten(DocumentReader sealed) {
    return unforgotten.documents(sealed);
  }

  /** Documents as they can be read now. */
  public DocumentReader readableViews() {
    return vault(keys).documents(views);
  }

  void append(String service, List<RecordedEvent> events, List<Reservation> reservations) {
    events(service).append(events, reservations);
    journal.appended(events, unforgotten).forEach(hearer::created);
  }

  /** What was there before, so long ago that no reconciler looks at it any more. */
  public void begin(Past past) {
    now = START.minus(LONG_AGO);
    events(past.service()).append(past.events(), List.of());
    journal.appended(past.events(), unforgotten);
    views.commit(past.written());
    now = START;
    append(past.service(), List.of(past.last()), List.of());
  }

  /** Has what a subscription of a view pushes from now on go into these collections. */
  void deliverInto(String view, String subscription, List<String> collections) {
    endpoints.put(subscription, collections);
    var place = place(view);
    var built = place.building().filter(Building::isLive).map(Building::collection);
    var read = Stream.of(Stream.of(place.current()), place.previous().stream(), built.stream());
    boolean isWrong =
        !collections.contains(place.current())
            || !built.stream().allMatch(collections::contains)
            || !read.flatMap(it -> it).toList().containsAll(collections);
    if (isWrong && contested.contains(view)) {
      turnedAway.add(view);
    }
  }

  /** Does a job that changes where a view lives, while somebody else may do so too. */
  public <T> T rebuilding(String view, Supplier<T> job) {
    if (rebuilders.merge(view, 1, Integer::sum) > 1) {
      contested.add(view);
    }
    try {
      return job.get();
    } finally {
      rebuilders.merge(view, -1, Integer::sum);
    }
  }

  /**
   * The views of which one of two rebuilders at once has turned live events away from where they
   * are read or will be, or to where nobody reads any more: a subscription can't be changed on a
   * condition, see {@link ViewRebuild}. One alone never may.
   */
  public Set<String> turnedAway() {
    return turnedAway;
  }

  /** Where a push goes that is sent now; nothing where the projector knows best. */
  public Optional<List<String>> endpoint(String subscription) {
    return Optional.ofNullable(endpoints.get(subscription));
  }

  /** Every collection that a view is read from, by whatever clock. */
  public List<String> readable(String view) {
    var place = place(view);
    boolean isDropped = place.from().equals(Instant.EPOCH);
    return Stream.concat(
            Stream.of(place.current()), place.previous().filter(it -> !isDropped).stream())
        .toList();
  }

  /** Where a collection of a view is read, or will be in a moment. */
  public String current(String collection) {
    var view = without(collection);
    return place(view).current() + collection.substring(view.length());
  }

  /** A collection of a view: the one that has the checkpoints of this one, or itself. */
  public static String without(String checkpoints) {
    return checkpoints.replaceFirst(CHECKPOINTS + "$", "");
  }

  /** The stream that a checkpoint is of. */
  public static String stream(String checkpoint) {
    return checkpoint.replaceFirst("^.*~", "");
  }

  /** The service whose stream a checkpoint is of. */
  public static String source(String checkpoint) {
    return checkpoint.replaceFirst("~.*", "");
  }

  /** The view that a collection is of. */
  public static String view(String collection) {
    return without(collection).replaceFirst("\\..*", "");
  }

  public CurrentViews.Place place(String view) {
    return CurrentViews.place(views, view);
  }

  void publish(String topic, RecordedEvent event) {
    hearer.published(topic, event);
  }

  public Instant now() {
    return now;
  }

  public void advance(Duration time) {
    now = now.plus(time);
  }
}
