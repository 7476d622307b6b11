package dev.eventfold.personal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.personal.Members.Card;
import dev.eventfold.personal.Members.Home;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VaultTest {

  private final Members club = new Members();

  private static final String EMAIL = "ann@example.com";

  private static Reservation email(String value) {
    return new Reservation("email", value, "Taken.");
  }

  private RecordedEvent stored(String stream) {
    return club.stored.readRange(stream, 1, 1).getFirst();
  }

  private RecordedEvent join() {
    var joined = Members.joined("ann", "Ann Lee", "Elm Street 3");
    club.members().append(List.of(joined), List.of());
    return joined;
  }

  private void forget(String member) {
    club.keys.forget(member);
    club.now = club.now.plus(Keyring.KEPT);
  }

  @Test
  void whatIsStoredIsSealedAndWhatIsReadIsPlain() {
    var joined = join();
    var text = Json.text(stored("ann").payload());
    assertFalse(text.contains("Ann") || text.contains("Elm") || text.contains("second"), text);
    assertEquals("enc:chess:AAAA", stored("ann").payload().path("club").asText());
    assertEquals(List.of(joined), club.members().readAfter("ann", 0, 10));
    assertEquals(List.of(joined), club.members().readLast("ann", 10));
    assertEquals(List.of(joined), club.members().readCommand("ann", "c1"));
    assertEquals(joined, club.vault.opened(stored("ann")));
  }

  @Test
  void theSameTwiceIsNotTheSameSealed() {
    club.members().append(List.of(Members.joined("ann", "Ann", "x")), List.of());
    club.members().append(List.of(Members.joined("bob", "Ann", "x")), List.of());
    assertNotEquals(stored("ann").payload().path("name"), stored("bob").payload().path("name"));
  }

  @Test
  void anAppendWhoseAnswerWasLostCanBeRepeated() {
    var joined = join();
    club.members().append(List.of(joined), List.of());
    var other = Members.joined("ann", "Another", "x");
    assertThrows(VersionConflict.class, () -> club.members().append(List.of(other), List.of()));
  }

  @Test
  void withoutTheKeyEverythingIsErasedAndStillFolds() {
    join();
    forget("ann");
    var payload = club.members().readAfter("ann", 0, 1).getFirst().payload();
    assertEquals(
        Json.parse(
            """
            {"name":"erased","club":"enc:chess:AAAA",
             "home":{"street":"erased","lines":["erased","erased"]}}"""),
        payload);
  }

  @Test
  void whatOthersHaveOfAPersonGoesWithThePersonsKey() {
    join();
    var lent = Members.lent("l1", "ann", "for the shed in Elm Street");
    club.loans().append(List.of(lent), List.of());
    assertEquals(List.of(lent), club.loans().readAfter("l1", 0, 1));
    assertFalse(
        Json.text(club.storedLoans.readAfter("l1", 0, 1).getFirst().payload()).contains("shed"));
    forget("ann");
    assertEquals(
        "erased", club.loans().readAfter("l1", 0, 1).getFirst().payload().path("note").asText());
  }

  @Test
  void othersNeverMakeAKey() {
    club.loans().append(List.of(Members.lent("l1", "nobody", "a note")), List.of());
    assertEquals(Optional.empty(), club.keys.find("nobody"));
    assertEquals(
        "erased", club.loans().readAfter("l1", 0, 1).getFirst().payload().path("note").asText());
  }

  @Test
  void whoIsForgottenGetsNothingMoreThatIsTheirs() {
    join();
    forget("ann");
    var again =
        Members.event(
            "members",
            "ann",
            2,
            "joined",
            new Members.MemberEvent.Joined("Ann", "chess", Optional.empty()));
    assertThrows(VersionConflict.class, () -> club.members().append(List.of(again), List.of()));
    assertEquals(Optional.empty(), club.keys.find("ann"));
    var left = Members.event("members", "ann", 2, "left", new Members.MemberEvent.Left());
    club.members().append(List.of(left), List.of());
  }

  @Test
  void aKeyIsKeptForItsTimeAndNoLonger() {
    join();
    club.keys.forget("ann");
    club.now = club.now.plus(Keyring.KEPT).minusNanos(1);
    assertEquals("Ann Lee", nameOf("ann"));
    club.now = club.now.plusNanos(1);
    assertEquals("erased", nameOf("ann"));
  }

  private String nameOf(String member) {
    return club.members().readAfter(member, 0, 1).getFirst().payload().path("name").asText();
  }

  /** Somebody who asked long ago is heard only now. */
  @Test
  void whoIsForgottenGetsNoOtherKey() {
    join();
    forget("ann");
    assertEquals(Optional.empty(), club.keys.make("ann"));
    var late = Members.joined("ann", "Ann Lee", "Elm Street 3");
    assertThrows(VersionConflict.class, () -> club.members().append(List.of(late), List.of()));
    assertEquals("erased", nameOf("ann"));
  }

  @Test
  void keysThatCantBeReadAreNotKeysThatAreGone() {
    join();
    var broken =
        new PersonKeys() {
          @Override
          public Optional<PersonKey> find(String person) {
            throw new TransientFailure("down", null);
          }

          @Override
          public Optional<PersonKey> make(String person) {
            return club.keys.make(person);
          }

          @Override
          public void forget(String person) {}
        };
    var data = new PersonalData().events("members", Members.MEMBERS);
    var keyring = new Keyring(broken, () -> club.now, Duration.ofMinutes(5));
    var store = new Vault(data, keyring, () -> club.hash).eventStore(club.stored, "members");
    assertThrows(TransientFailure.class, () -> store.readAfter("ann", 0, 1));
  }

  @Test
  void whatWasMovedOrChangedDoesNotOpen() {
    join();
    club.members().append(List.of(Members.joined("bob", "Bob", "Oak Road")), List.of());
    var ann = stored("ann");
    var moved = payloadOf(ann, "name", stored("bob").payload().path("name").asText());
    assertThrows(UnreadableEvent.class, () -> club.vault.opened(moved));
    var elsewhere = payloadOf(ann, "name", ann.payload().path("home").path("street").asText());
    assertThrows(UnreadableEvent.class, () -> club.vault.opened(elsewhere));
    var changed = payloadOf(ann, "name", ann.payload().path("name").asText().replaceAll("..$", ""));
    assertThrows(UnreadableEvent.class, () -> club.vault.opened(changed));
    var short1 = payloadOf(ann, "name", ann.payload().path("name").asText().substring(0, 30));
    assertThrows(UnreadableEvent.class, () -> club.vault.opened(short1));
  }

  private static RecordedEvent payloadOf(RecordedEvent event, String field, String text) {
    ObjectNode payload = event.payload().deepCopy();
    payload.put(field, text);
    return event.withPayload(payload);
  }

  @Test
  void whatDoesNotOpenIsNoEventOfTheLog() {
    join();
    club.members().append(List.of(Members.joined("bob", "Bob", "Oak Road")), List.of());
    var forged = payloadOf(stored("ann"), "name", stored("bob").payload().path("name").asText());
    var log = new InMemoryEventStore();
    log.append(List.of(forged), List.of());
    var seen = new ArrayList<Slot>();
    club.vault.eventLog(log, "members").readByKey("", "", seen::add);
    assertTrue(seen.getFirst().readable().isEmpty());
  }

  @Test
  void whoSendsWhatLooksSealedGetsItBack() {
    join();
    var sealed = stored("ann").payload().path("name").asText();
    var joined = Members.joined("eve", sealed, "enc::");
    club.members().append(List.of(joined), List.of());
    assertEquals(List.of(joined), club.members().readAfter("eve", 0, 1));
  }

  @Test
  void documentsAreSealedTheSameWay() {
    join();
    var store = club.vault.queryStore(club.documents);
    var card = new Card(List.of(new Home("Elm Street 3", List.of())), "chess");
    var content = new Document.Content("ann", 1, Optional.of(Json.tree(card)), Map.of());
    var snapshot = Json.parse("{\"type\":\"state\",\"state\":{\"name\":\"Ann\"},\"version\":1}");
    var state = new Document.Content("ann", 1, Optional.of(snapshot), Map.of());
    store.commit(
        List.of(
            new Write("cards.17", content, new Write.Precondition.Absent()),
            new Write("members-snapshots", state, new Write.Precondition.Absent())));
    var card17 = new QueryStore.Key("cards.17", "ann");
    var snapshots = new QueryStore.Key("members-snapshots", "ann");
    var raw = club.documents.get(List.of(card17, snapshots)).toString();
    assertFalse(raw.contains("Elm") || raw.contains("Ann"), raw);
    assertEquals(content, store.get(List.of(card17)).get(card17).content());
    assertEquals(state, store.get(List.of(snapshots)).get(snapshots).content());
    forget("ann");
    assertEquals(
        "erased",
        store.get(List.of(card17)).get(card17).body().orElseThrow().at("/homes/0/street").asText());
  }

  @Test
  void valuesAreClaimedByHashesOfEveryVersion() {
    var both = Map.of(1, new byte[32], 2, "k".repeat(32).getBytes());
    club.members().append(List.of(Members.joined("ann", "Ann", "x")), List.of(email(EMAIL)));
    assertEquals(List.of(), club.stored.taken(List.of(email(EMAIL))));
    assertEquals(List.of(email(EMAIL)), club.members().taken(List.of(email(EMAIL))));

    club.hash = KeyedHash.of(both);
    club.vault = club.vault();
    var bob = List.of(Members.joined("bob", "Bob", "x"));
    assertThrows(ReservationTaken.class, () -> club.members().append(bob, List.of(email(EMAIL))));
    club.members().append(bob, List.of(email("bob@example.com")));

    club.hash = KeyedHash.of(Map.of(2, both.get(2)));
    club.vault = club.vault();
    assertEquals(
        List.of(email("bob@example.com")),
        club.members().taken(List.of(email(EMAIL), email("bob@example.com"))));
  }

  @Test
  void whatIsReleasedCanBeClaimedAgain() {
    club.members().append(List.of(Members.joined("ann", "Ann", "x")), List.of(email(EMAIL)));
    var left = Members.event("members", "ann", 2, "left", new Members.MemberEvent.Left());
    club.members().append(List.of(left), List.of(email(EMAIL).released()));
    club.members().append(List.of(Members.joined("bob", "Bob", "x")), List.of(email(EMAIL)));
  }
}
