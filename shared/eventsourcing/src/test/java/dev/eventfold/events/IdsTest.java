package dev.eventfold.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

  /** The example of RFC 9562, appendix A.4. */
  @Test
  void idsAreUuidsOfVersionFive() {
    var dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    assertEquals(
        UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
        Ids.derive(dns, "www.example.com"));
  }

  @Test
  void theSameKeyOfAnotherCallerOrServiceIsAnotherCommand() {
    var id = Ids.command("books", "ann", "1");
    assertEquals(id, Ids.command("books", "ann", "1"));
    assertNotEquals(id, Ids.command("books", "bob", "1"));
    assertNotEquals(id, Ids.command("loans", "ann", "1"));
  }

  @Test
  void aKeyIsAnotherCommandOnAnotherAggregate() {
    var id = Ids.command("books", "ann", "1", "blue");
    assertEquals(id, Ids.command("books", "ann", "1", "blue"));
    assertNotEquals(id, Ids.command("books", "ann", "1", "red"));
    assertNotEquals(id, Ids.command("books", "ann", "1"));
    assertNotEquals(Ids.event(id, 0), Ids.event(Ids.command("books", "ann", "1", "red"), 0));
  }

  /** Else a command that is sent again after a deployment would be carried out again. */
  @Test
  void eachIdIsTheSameForEver() {
    var command = Ids.command("books", "ann", "1");
    assertEquals("77e804ad-f9ea-50d2-9442-30564f87ba0e", command);
    assertEquals("563e33d4-d7de-5839-9b61-ebb567cfb835", Ids.command("books", "ann", "1", "blue"));
    assertEquals("95336c9d-464d-5281-999b-23dfcd42a4f0", Ids.aggregate(command));
    assertEquals("3304e483-0eb3-5ae6-b2cf-22a2b6b83bd4", Ids.event(command, 0));
    assertEquals("eb872adc-6065-52aa-b974-7862a47b8cb2", Ids.caller("ann"));
  }
}
