package restaurant.local.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.Ids;
import dev.eventfold.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Somebody of whom every word is a canary: found anywhere, it was not forgotten. */
record Guest(String name, String email, String street, String city) {

  private static final List<String> NAMES =
      List.of("Zoë Quetzal-%s", "Håkon O'Brien%s", "李小龍%s號先生女士", "MC DONALD %s", "van der %s, jr.");
  private static final List<String> EMAILS =
      List.of(
          "quetzal.%s@example.org", "Ocelot+Tag%s@Example.Co.Uk", "o'tapir_%s@mail.example.com");
  private static final List<String> STREETS =
      List.of("Rue du %s Général 1bis", "%s \"Corner\" House", "12/3 Straße %s", "Apt #%s \\ back");

  static Guest number(int n) {
    var word = "canary%05dx".formatted(n * 7919 % 100_000);
    return new Guest(
        form(NAMES, n, word), form(EMAILS, n, word), form(STREETS, n, word), "Ville " + word + "ö");
  }

  private static String form(List<String> forms, int n, String word) {
    return forms.get(n % forms.size()).formatted(word);
  }

  List<String> canaries() {
    return List.of(name, email, street, city);
  }

  String signUp() {
    return command("signUpCustomer", "", Map.of("name", name, "email", email));
  }

  String addAddress(String id, String nickname) {
    return command(
        "addAddress",
        id,
        Map.of("nickname", nickname, "street", street, "city", city, "postalCode", "12345"));
  }

  private static String command(String type, String id, Map<String, String> payload) {
    var command = Json.TOLERANT.createObjectNode().put("type", type);
    if (!id.isEmpty()) {
      command.put("aggregateId", id);
    }
    return Json.text(command.set("payload", Json.tree(payload)));
  }

  /** What somebody who guesses the e-mail would look for: hashes of it, and of the sign-up. */
  List<String> guesses() {
    var asked = (ObjectNode) Json.parse(signUp());
    var lower = email.toLowerCase(Locale.ROOT);
    return List.of(
        Ids.hash(email),
        Ids.hash(lower),
        Ids.hash("email:" + lower),
        Ids.hash("email~" + lower),
        Ids.hash(Json.byValue(asked)),
        Ids.hash(Ids.hash(lower)),
        digest("MD5", lower),
        digest("SHA-1", lower),
        digest("SHA-512", lower).substring(0, 40));
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
