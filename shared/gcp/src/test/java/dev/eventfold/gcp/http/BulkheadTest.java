package dev.eventfold.gcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody takes all. */
class BulkheadTest {

  private static final Caller ANN = new Caller("ann", false, Optional.empty());
  private static final Caller BOB = new Caller("bob", false, Optional.empty());
  private static final Caller CLERK = new Caller("clerk", true, Optional.empty());

  @AfterEach
  void asUsual() {
    System.clearProperty("concurrency");
  }

  private static int places(Bulkhead bulkhead, Caller caller) {
    var taken = new ArrayList<Bulkhead.Place>();
    var place = bulkhead.enter(caller);
    while (place.isPresent()) {
      taken.add(place.get());
      place = bulkhead.enter(caller);
    }
    taken.forEach(Bulkhead.Place::leave);
    return taken.size();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1", "8,4,1,2", "80,40,10,20"})
  void ofWhatAnInstanceAnswersAtOnceHalfIsForOneCaller(
      String concurrency, int requests, int waits, int allWaits) {
    System.setProperty("concurrency", concurrency);
    assertEquals(requests, places(Bulkhead.ofRequests(), ANN));
    assertEquals(waits, places(Bulkhead.ofWaits(), ANN));
    var waiting = Bulkhead.ofWaits();
    int taken = 0;
    for (int caller = 0; caller < 100; caller++) {
      var somebody = new Caller("caller" + caller, false, Optional.empty());
      taken += waiting.enter(somebody).isPresent() ? 1 : 0;
    }
    assertEquals(allWaits, taken);
  }

  @Test
  void othersHavePlacesOfTheirOwnAndWhoeverLeavesMayComeBack() {
    var bulkhead = new Bulkhead(2, 4);
    var first = bulkhead.enter(ANN).orElseThrow();
    bulkhead.enter(ANN).orElseThrow();
    assertTrue(bulkhead.enter(ANN).isEmpty());
    assertEquals(2, places(bulkhead, BOB));
    bulkhead.enter(CLERK).orElseThrow();
    assertEquals(1, places(bulkhead, BOB));
    first.leave();
    assertEquals(1, places(bulkhead, ANN));
  }
}
