package dev.eventfold.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.documents.Write.Precondition;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says that the outside is being asked for something: written before it is asked, and settled once
 * the answer is in the stream. So what is not settled is under way, or in doubt. What is settled
 * stays for {@link #KEPT}: an event store that is put back to before the answer gets it from here,
 * and nobody is asked twice.
 *
 * @param key of its document, in the collection {@code <service>-effects}
 * @param revision of the document
 */
public record Claim(QueryStore.Key key, Content content, Revision revision) {

  /** The field of the index that those have at which somebody must look again. */
  public static final String LEASED_UNTIL = "leasedUntil";

  /** More than a call takes, and than the clocks of two instances differ. */
  public static final Duration LEASE = Duration.ofMinutes(2);

  /** By this index those that are not settled are listed. */
  static final String STATE = "state";

  /** Longer than anybody can put an event store back. */
  public static final Duration KEPT = Duration.ofDays(15);

  static final Duration LONGEST_LEASE = Duration.ofHours(1);

  /** What is known of what was asked. */
  public enum State {
    /** It is being asked, or who asked has ended before the answer. */
    ASKING,
    /** It has surely not been asked; it will be once the lease is over. */
    NOT_ASKED,
    /** Nobody knows, and asking again might do it twice: a person must decide. */
    UNKNOWN,
    /** The answer is in the stream, or was before the event store was put back. */
    SETTLED
  }

  /**
   * What is written.
   *
   * @param effect its name
   * @param stream whose event asks for it
   * @param version of the event
   * @param request the text of what is asked, the same each time, until it is settled; empty where
   *     earlier code has made the claim
   * @param attempt how often it was asked, this time included
   * @param since when it was claimed first, by RFC 3339
   * @param askedSince when it may have been asked first, of what may have been; empty where earlier
   *     code has made the claim
   * @param leasedUntil until then it is left to who asks
   * @param why it was not answered, the last time; "" where nobody knows
   * @param done what the provider has answered, once it is settled
   * @param refused why it has not happened, once it is settled
   */
  public record Content(
      String effect,
      String stream,
      long version,
      Optional<String> request,
      State state,
      int attempt,
      String since,
      Optional<String> askedSince,
      String leasedUntil,
      String why,
      Optional<JsonNode> done,
      Optional<String> refused) {

    /** Of who asks first. */
    static Content first(
        String effect, RecordedEvent event, JsonNode request, Instant now, Duration lease) {
      return new Content(
          effect,
          event.stream(),
          event.version(),
          Optional.of(Json.text(request)),
          State.ASKING,
          1,
          now.toString(),
          Optional.of(now.toString()),
          now.plus(lease).toString(),
          "",
          Optional.empty(),
          Optional.empty());
    }

    private Content askedSince(String time) {
      return new Content(
          effect,
          stream,
          version,
          request,
          state,
          attempt,
          since,
          Optional.of(time),
          leasedUntil,
          why,
          done,
          refused);
    }

    private Content with(
        State other, int attempts, String until, String reason, Optional<Outcome> outcome) {
      return new Content(
          effect,
          stream,
          version,
          request.filter(it -> other != State.SETTLED),
          other,
          attempts,
          since,
          askedSince,
          until,
          reason,
          outcome.filter(Outcome.Done.class::isInstance).map(it -> ((Outcome.Done) it).answer()),
          outcome
              .filter(Outcome.Refused.class::isInstance)
              .map(it -> ((Outcome.Refused) it).reason()));
    }

    /** How it was settled; empty where only the stream knew. */
    Optional<Outcome> outcome() {
      return done.filter(it -> !it.isNull())
          .<Outcome>map(Outcome.Done::new)
          .or(() -> refused.map(Outcome.Refused::new));
    }
  }

  static String collection(String service) {
    return service + "-effects";
  }

  boolean isSettled() {
    return content.state() == State.SETTLED;
  }

  /** Whether somebody may be asking just now. */
  public boolean isBeingAsked(Instant now) {
    return content.state() == State.ASKING && !now.isAfter(Instant.parse(content.leasedUntil()));
  }

  /** For how long there has been no answer. */
  public Duration age(Instant now) {
    return Duration.between(Instant.parse(content.since()), now);
  }

  /** The same of one that may be unreadable, and then does not mend itself. */
  static Duration age(Document document, Instant now) {
    try {
      return read("", document).age(now);
    } catch (RuntimeException unreadable) {
      return KEPT;
    }
  }

  /** The effect's id: the provider's key, and the id of the command that the answer becomes. */
  public String id() {
    return key.id();
  }

  /**
   * The first claim of an effect.
   *
   * @return empty where there is one already, as a rule: a store may abort what nobody is in the
   *     way of
   */
  static Optional<Claim> make(QueryStore store, QueryStore.Key key, Content content) {
    try {
      return Optional.of(write(store, key, content, new Precondition.Absent()));
    } catch (QueryStore.ConcurrentWrite claimed) {
      return Optional.empty();
    }
  }

  static Claim read(String collection, Document document) {
    var body = Json.TOLERANT.convertValue(document.body().orElseThrow(), Content.class);
    return new Claim(new QueryStore.Key(collection, document.id()), body, document.revision());
  }

  /**
   * The same for whoever asks now, for longer each time.
   *
   * @throws QueryStore.ConcurrentWrite somebody else was first
   */
  Claim again(QueryStore store, Instant now, Duration first) {
    var lease = first.multipliedBy(1L << Math.min(content.attempt(), 10));
    var until = now.plus(lease.compareTo(LONGEST_LEASE) < 0 ? lease : LONGEST_LEASE).toString();
    return write(
        store,
        content
            .askedSince(isPerhapsAsked() ? askedSince() : now.toString())
            .with(State.ASKING, content.attempt() + 1, until, content.why(), Optional.empty()));
  }

  private String askedSince() {
    return content.askedSince().orElse(content.since());
  }

  /** Whether it can be asked once more without harm, although it may have been asked. */
  boolean mayBeAskedAgain(Effect.Mode mode, Instant now) {
    return mode.allowsAgain(Instant.parse(askedSince()), now);
  }

  /** Whether it may have been asked, by what is known. */
  boolean isPerhapsAsked() {
    return content.state() == State.ASKING;
  }

  /**
   * @throws QueryStore.ConcurrentWrite somebody else has written it meanwhile
   */
  Claim is(QueryStore store, State state, String why) {
    return write(
        store,
        content.with(state, content.attempt(), content.leasedUntil(), why, content.outcome()));
  }

  /**
   * The same where nobody tried: it rests no longer the next time, since the provider may be well
   * again before that.
   *
   * @throws QueryStore.ConcurrentWrite somebody else has written it meanwhile
   */
  Claim isNotTried(QueryStore store, State state, String why) {
    int attempts = Math.max(content.attempt() - 1, 1);
    return write(
        store, content.with(state, attempts, content.leasedUntil(), why, content.outcome()));
  }

  /**
   * The same, at which nobody looks until then.
   *
   * @throws QueryStore.ConcurrentWrite somebody else has written it meanwhile
   */
  Claim restsUntil(QueryStore store, Instant time) {
    return write(
        store,
        content.with(
            content.state(), content.attempt(), time.toString(), content.why(), content.outcome()));
  }

  /** In its place, if nobody has written it meanwhile. */
  private Claim write(QueryStore store, Content next) {
    return write(store, key, next, new Precondition.At(revision));
  }

  private static Claim write(
      QueryStore store, QueryStore.Key key, Content content, Precondition precondition) {
    Map<String, Object> index =
        Map.of(STATE, content.state().name(), LEASED_UNTIL, Instant.parse(content.leasedUntil()));
    return write(store, key, content, index, precondition);
  }

  private static Claim write(
      QueryStore store,
      QueryStore.Key key,
      Content content,
      Map<String, Object> index,
      Precondition precondition) {
    var document = new Document.Content(key.id(), 0, Optional.of(Json.tree(content)), index);
    var written = store.commit(List.of(new Write(key.collection(), document, precondition)));
    return new Claim(key, content, written.getFirst());
  }

  /** One by its id, settled or not. */
  static Optional<Claim> find(QueryStore store, QueryStore.Key key) {
    return Optional.ofNullable(store.get(List.of(key)).get(key))
        .map(document -> read(key.collection(), document));
  }

  /**
   * The answer is in the stream, so nothing is in doubt any more, whoever claims it just now.
   *
   * @param outcome empty where somebody else had the answer
   * @return how it is settled, as far as the claim says
   */
  Optional<Outcome> settle(QueryStore store, Optional<Outcome> outcome, Instant now) {
    Map<String, Object> index = Map.of(Document.Content.EXPIRES_AT, now.plus(KEPT));
    var settled =
        content.with(
            State.SETTLED, content.attempt(), content.leasedUntil(), content.why(), outcome);
    Precondition unmoved = new Precondition.At(revision);
    while (true) {
      try {
        write(store, key, settled, index, unmoved);
        return outcome;
      } catch (QueryStore.ConcurrentWrite moved) {
        var there = find(store, key);
        if (there.filter(it -> it.isSettled() && it.knowsMore(outcome)).isPresent()) {
          return there.get().content().outcome();
        }
        unmoved =
            there
                .<Precondition>map(it -> new Precondition.At(it.revision()))
                .orElseGet(Precondition.Absent::new);
      }
    }
  }

  private boolean knowsMore(Optional<Outcome> outcome) {
    return outcome.isEmpty() || content.outcome().isPresent();
  }

  /**
   * Nobody need know of it.
   *
   * @throws QueryStore.ConcurrentWrite somebody has written it meanwhile
   */
  void remove(QueryStore store) {
    store.remove(key, revision);
  }
}
