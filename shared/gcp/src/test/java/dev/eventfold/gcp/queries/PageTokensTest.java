package dev.eventfold.gcp.queries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTokensTest {

  @Test
  void aTokenNamesItsPlaceInItsScopeAlone() {
    var token = PageTokens.of("{\"id\":\"a\"}", List.of("ann", "/loans"));
    assertEquals(Optional.of("{\"id\":\"a\"}"), PageTokens.place(token, List.of("ann", "/loans")));
    for (var other : List.of(List.of("bob", "/loans"), List.of("ann"), List.of("ann/loans"))) {
      assertEquals(Optional.empty(), PageTokens.place(token, other));
    }
  }

  @Test
  void aTokenThatIsNotWholeNamesNothing() {
    var scope = List.of("ann");
    var token = PageTokens.of("7", scope);
    for (var forged :
        List.of(
            "", ".", "7", "Nw", "Nw.", token + ".", token + "A", "A" + token, token.substring(1))) {
      assertEquals(Optional.empty(), PageTokens.place(forged, scope), forged);
    }
  }
}
