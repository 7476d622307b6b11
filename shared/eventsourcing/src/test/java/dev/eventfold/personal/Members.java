package dev.eventfold.personal;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.View;
import dev.eventfold.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A club's members, and what they have lent: what is of whom. */
final class Members {

  sealed interface MemberEvent {
    record Joined(@Personal String name, String club, @Personal Optional<Home> home)
        implements MemberEvent {}

    record Left() implements MemberEvent {}
  }

  record Home(String street, List<String> lines) {}

  record Lent(String item, @Person String member, @Personal String note) {}

  record Card(@Personal List<Home> homes, String club) {}

  record State(@Personal String name) {}

  static final EventTypes<MemberEvent> MEMBERS =
      EventTypes.<MemberEvent>own()
          .add("joined", MemberEvent.Joined.class)
          .add("left", MemberEvent.Left.class);

  static final EventTypes<Lent> LOANS = EventTypes.<Lent>own().add("lent", Lent.class);

  static final View<Card> CARDS = new View<>("cards", Card.class, card -> Map.of());

  final InMemoryPersonKeys keys = new InMemoryPersonKeys();
  final InMemoryEventStore stored = new InMemoryEventStore();
  final InMemoryEventStore storedLoans = new InMemoryEventStore();
  final InMemoryQueryStore documents = new InMemoryQueryStore();
  KeyedHash hash = KeyedHash.of(Map.of(1, new byte[32]));
  Instant now = Instant.parse("2026-01-01T12:00:00Z");
  Vault vault = vault();

  /** A new instance, which has no keys in memory yet. */
  Vault vault() {
    var data =
        new PersonalData()
            .events("members", MEMBERS)
            .events("loans", LOANS)
            .view(CARDS)
            .snapshots("members-snapshots", Map.of("state", State.class));
    return new Vault(data, new Keyring(keys, () -> now, Duration.ofMinutes(5)), () -> hash);
  }

  EventStore members() {
    return vault.eventStore(stored, "members");
  }

  EventStore loans() {
    return vault.eventStore(storedLoans, "loans");
  }

  static RecordedEvent event(String service, String stream, long version, String type, Object of) {
    return new RecordedEvent(
        UUID.randomUUID().toString(),
        service,
        stream,
        version,
        type,
        1,
        Instant.parse("2026-01-01T12:00:00Z"),
        Json.tree(of),
        new Metadata("c" + version, "", "", "", "", "ann"));
  }

  static RecordedEvent joined(String member, String name, String street) {
    var home = new Home(street, List.of("first " + street, "second"));
    return event(
        "members",
        member,
        1,
        "joined",
        new MemberEvent.Joined(name, "enc:chess:AAAA", Optional.of(home)));
  }

  static RecordedEvent lent(String id, String member, String note) {
    return event("loans", id, 1, "lent", new Lent("a saw", member, note));
  }
}
