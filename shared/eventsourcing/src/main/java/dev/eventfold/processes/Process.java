package dev.eventfold.processes;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.documents.Document;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a service does because of events: see {@link Reaction}, {@link Deadline} and {@link
 * Effect}.
 *
 * @param aggregate what decides the commands that follow
 * @param <C> its commands
 * @param <E> its events
 */
public record Process<C, E>(
    Aggregate<C, E, ?> aggregate,
    List<Reaction<?, C>> reactions,
    List<Deadline<E, C>> deadlines,
    List<Effect<E, C>> effects) {

  public Process {
    reactions = List.copyOf(reactions);
    deadlines = List.copyOf(deadlines);
    effects = List.copyOf(effects);
    var names = new HashSet<String>();
    reactions.forEach(it -> require(names, it.name()));
    deadlines.forEach(it -> require(names, it.name()));
    effects.forEach(it -> require(names, it.name()));
  }

  /** Ids follow from names, so no two may have the same. */
  private static void require(Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(name + " is named twice in a process.");
    }
  }

  /** One that does nothing yet. */
  public static <C, E> Process<C, E> of(Aggregate<C, E, ?> aggregate) {
    return new Process<>(aggregate, List.of(), List.of(), List.of());
  }

  public Process<C, E> reacting(Reaction<?, C> reaction) {
    return new Process<>(aggregate, plus(reactions, reaction), deadlines, effects);
  }

  public Process<C, E> waking(Deadline<E, C> deadline) {
    return new Process<>(aggregate, reactions, plus(deadlines, deadline), effects);
  }

  public Process<C, E> asking(Effect<E, C> effect) {
    return new Process<>(aggregate, reactions, deadlines, plus(effects, effect));
  }

  /**
   * Asks for what nobody wants any more once such an event is in its stream: where it was surely
   * not asked for by then, it never is, and is refused.
   */
  public Process<C, E> askingUntil(Class<? extends E> ending, Effect<E, C> effect) {
    return asking(effect.until(ending));
  }

  /** Asks for what is owed to somebody: a person must see to it if it is refused. */
  public Process<C, E> owing(Effect<E, C> effect) {
    return asking(effect.owed());
  }

  private static <T> List<T> plus(List<T> some, T more) {
    var all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  /**
   * The services whose events it acts on at once.
   *
   * @param service whose process it is: effects follow from its own events
   */
  public Set<String> sources(String service) {
    var sources = new TreeSet<String>();
    reactions.forEach(it -> sources.add(it.source()));
    if (!effects.isEmpty()) {
      sources.add(service);
    }
    return sources;
  }

  /** Says where the events that it reacts to have what is of persons. */
  public void tell(PersonalData of) {
    reactions.forEach(it -> of.events(it.source(), it.types()));
  }

  /** Whether a clock must look what has come due. */
  public boolean needsClock() {
    return !deadlines.isEmpty() || !effects.isEmpty();
  }

  /**
   * The view of what is to come: a document for each event that has set a deadline, until it is
   * met.
   */
  public Optional<Feed<E, PendingDeadline>> pending(String service) {
    return deadlines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Feed.of(
                    PendingDeadline.view(service),
                    service,
                    event -> aggregate.events().read(event).filter(it -> pending(it).isPresent()),
                    (document, before, event) -> pending(event))
                .keeping(Checkpoint.NONE));
  }

  /** The indexes of the queries that look through its collections: fields in their order. */
  public Map<String, List<List<String>>> indexes(String service) {
    var indexes = new TreeMap<String, List<List<String>>>();
    pending(service)
        .ifPresent(
            feed ->
                indexes.put(
                    feed.view().collection(),
                    List.of(
                        List.of(PendingDeadline.SHARD, Document.Content.DUE),
                        List.of(PendingDeadline.MISSED))));
    if (!effects.isEmpty()) {
      indexes.put(
          Claim.collection(service), List.of(List.of(Claim.LEASED_UNTIL), List.of(Claim.STATE)));
    }
    return indexes;
  }

  /** The collection whose documents expire, by {@link Document.Content#EXPIRES_AT}. */
  public Optional<String> expiring(String service) {
    return effects.isEmpty() ? Optional.empty() : Optional.of(Claim.collection(service));
  }

  private Optional<PendingDeadline> pending(TypedEvent<E> event) {
    var set =
        deadlines.stream()
            .flatMap(
                it ->
                    it
                        .at()
                        .apply(event)
                        .map(at -> PendingDeadline.of(it.name(), at, event.envelope()))
                        .stream())
            .toList();
    if (set.size() > 1) {
      throw new IllegalStateException(
          event.envelope().type() + " sets " + set.size() + " deadlines; it may set one.");
    }
    return set.stream().findFirst();
  }
}
