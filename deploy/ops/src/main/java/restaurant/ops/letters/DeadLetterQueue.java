package restaurant.ops.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import restaurant.ops.Count;
import restaurant.ops.Found;
import restaurant.system.Restaurant;

/**
 * The dead letters of a function's subscription, looked at one by one. However many there are, it
 * holds {@link #BATCH} letters, and the ids of {@link #MOST}. A letter that was pulled and neither
 * published again nor put back is there again after {@link #KEPT}.
 */
public final class DeadLetterQueue {

  /** How many letters a run looks at. */
  static final int MOST = 10_000;

  static final int BATCH = 100;
  static final Duration KEPT = Duration.ofSeconds(60);
  private static final Duration KEPT_ANEW = KEPT.dividedBy(3);

  /** As many ids of acknowledgement as go into one request. */
  private static final int REQUEST = 1_000;

  /** What an attribute of a message is called where letters are listed. */
  private static final Map<String, String> FIELDS =
      new TreeMap<>(
          Map.of(
              "ce-id", "eventId",
              "ce-time", "time",
              "ce-subject", "aggregateId",
              "ce-sequence", "version",
              "ce-type", "type"));

  /** Pub/Sub's part. */
  public interface Mailbox {

    /** Some letters; sometimes none though there are some. */
    List<ReceivedMessage> pull(int most);

    /** Nobody is shown these for so long. */
    void keep(List<String> ackIds, Duration time);

    /** Publishes to the topic that the letters came from. */
    void publish(PubsubMessage message);

    void remove(String ackId);

    /** How many are gone for good because there was no room for them; 0 where nobody counts. */
    default long lost() {
      return 0;
    }
  }

  /** A message that was given up. */
  public record Letter(ReceivedMessage received, String reason) implements Found {

    PubsubMessage message() {
      return received.getMessage();
    }

    @Override
    public String kind() {
      return "deadLetter";
    }

    /** When, what, and why. */
    @Override
    public String text() {
      var attributes = message().getAttributesMap();
      return "%s  %s@%s %s: %s"
          .formatted(
              attributes.getOrDefault("ce-time", "?"),
              attributes.getOrDefault("ce-subject", "?"),
              attributes.getOrDefault("ce-sequence", "?"),
              attributes.getOrDefault("ce-type", "?"),
              reason);
    }

    /** As far as the message says so: it may be no event. */
    @Override
    public ObjectNode fields() {
      var fields = Json.TOLERANT.createObjectNode();
      FIELDS.forEach(
          (attribute, field) -> {
            if (message().containsAttributes(attribute)) {
              fields.put(field, message().getAttributesOrThrow(attribute));
            }
          });
      return fields.put("messageId", message().getMessageId()).put("reason", reason);
    }
  }

  /**
   * What a run has seen.
   *
   * @param isAll whether there are no others
   */
  public record Seen(int letters, int redriven, boolean isAll) {

    /** How many there are. */
    Count number() {
      return new Count(letters, !isAll);
    }
  }

  private final Mailbox mailbox;
  private final String subscription;
  private final Backend backend;

  /** The acknowledgement ids of letters that stay, by message. */
  private final Map<String, String> staying = new LinkedHashMap<>();

  /** The events of letters that were published again: they may fail, and come back. */
  private final Set<String> redriven = new HashSet<>();

  /** The acknowledgement ids of those that were pulled and not looked at yet. */
  private final Set<String> pending = new LinkedHashSet<>();

  private Instant kept;

  /**
   * @param subscription by the name of its function
   * @param backend by which it finds out why a letter could not be applied
   */
  public DeadLetterQueue(Mailbox mailbox, String subscription, Backend backend) {
    this.mailbox = mailbox;
    this.subscription = subscription;
    this.backend = backend;
  }

  /**
   * Shows each letter once. Where that ends early, what was not published can be pulled at once.
   *
   * @param goes whether it is published again, and removed when it has been; else it stays
   */
  public Seen each(Predicate<Letter> goes) {
    try {
      lookAtAll(goes);
    } catch (RuntimeException e) {
      putBack(e);
      throw e;
    }
    keepAll(Duration.ZERO);
    return new Seen(looked(), redriven.size(), looked() < MOST);
  }

  private void putBack(RuntimeException failure) {
    try {
      keepAll(Duration.ZERO);
    } catch (RuntimeException e) {
      // They come back by themselves, later.
      failure.addSuppressed(e);
    }
  }

  private void lookAtAll(Predicate<Letter> goes) {
    kept = backend.clock().instant();
    int nothingNew = 0;
    // A pull may come back empty while there are letters.
    while (nothingNew < 2 && looked() < MOST) {
      int before = looked();
      var pulled = mailbox.pull(BATCH);
      if (!pulled.isEmpty()) {
        pulled.forEach(received -> pending.add(received.getAckId()));
        mailbox.keep(List.copyOf(pending), KEPT);
      }
      for (var received : pulled) {
        look(received, goes);
        pending.remove(received.getAckId());
        keepAnew();
      }
      nothingNew = looked() == before ? nothingNew + 1 : 0;
    }
  }

  private int looked() {
    return staying.size() + redriven.size();
  }

  private void look(ReceivedMessage received, Predicate<Letter> goes) {
    var message = received.getMessage();
    boolean isKnown =
        staying.containsKey(message.getMessageId()) || redriven.contains(event(message));
    var letter = new Letter(received, isKnown ? "" : reason(message));
    if (!isKnown && goes.test(letter)) {
      mailbox.publish(again(message));
      mailbox.remove(received.getAckId());
      redriven.add(event(message));
    } else {
      staying.put(message.getMessageId(), received.getAckId());
    }
  }

  private static String event(PubsubMessage message) {
    return message.getAttributesOrDefault("ce-id", message.getMessageId());
  }

  private static PubsubMessage again(PubsubMessage message) {
    var attributes = new LinkedHashMap<>(message.getAttributesMap());
    // Pub/Sub's own, about the way that ended here.
    attributes.keySet().removeIf(name -> name.startsWith("CloudPubSubDeadLetter"));
    return PubsubMessage.newBuilder()
        .putAllAttributes(attributes)
        .setData(message.getData())
        .build();
  }

  /** Or what was pulled first would come again before the last has been looked at. */
  private void keepAnew() {
    if (!backend.clock().instant().isBefore(kept.plus(KEPT_ANEW))) {
      keepAll(KEPT);
      kept = backend.clock().instant();
    }
  }

  private void keepAll(Duration time) {
    var ackIds = new ArrayList<>(staying.values());
    ackIds.addAll(pending);
    for (int i = 0; i < ackIds.size(); i += REQUEST) {
      mailbox.keep(ackIds.subList(i, Math.min(i + REQUEST, ackIds.size())), time);
    }
  }

  private String reason(PubsubMessage message) {
    try {
      var event = EventMessage.event(message.getAttributesMap(), message.getData().toStringUtf8());
      var reactor = reactor();
      if (reactor.isPresent()) {
        return followsFrom(event, reactor.get());
      }
      return feeds(event).stream()
          .flatMap(feed -> unreadable(feed, event).stream())
          .findFirst()
          .orElse("can be read now: redrive it");
    } catch (Malformed e) {
      return e.getMessage();
    }
  }

  /** The process that the subscription's function is of, if it is a reactor. */
  private Optional<ProcessManager<?, ?>> reactor() {
    return Restaurant.SYSTEM.functions().stream()
        .filter(it -> it.kind() == FunctionKind.REACTOR && it.name().equals(subscription))
        .findFirst()
        .flatMap(it -> Restaurant.SYSTEM.service(it.service()).manager(backend));
  }

  /** What it would do is not tried here: that may be refused, or ask the outside. */
  private String followsFrom(RecordedEvent event, ProcessManager<?, ?> reactor) {
    try {
      return reactor.concerns(event)
          ? "can be read: the log of %s says what failed".formatted(subscription)
          : "nothing follows from it now: redrive it";
    } catch (UnreadableEvent e) {
      return e.getMessage();
    }
  }

  /** What the subscription feeds, by the event's source and the function's name. */
  private List<Feed<?, ?>> feeds(RecordedEvent event) {
    return Restaurant.SYSTEM.views().values().stream()
        .flatMap(List::stream)
        .filter(feed -> feed.source().equals(event.service()))
        .filter(feed -> Restaurant.SYSTEM.projector(feed).equals(subscription))
        .toList();
  }

  private static Optional<String> unreadable(Feed<?, ?> feed, RecordedEvent event) {
    try {
      feed.documents(event);
      return Optional.empty();
    } catch (UnreadableEvent e) {
      return Optional.of(e.getMessage());
    }
  }
}
