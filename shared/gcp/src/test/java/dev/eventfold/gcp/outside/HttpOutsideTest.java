package dev.eventfold.gcp.outside;

import static dev.eventfold.gcp.outside.MeanProvider.breaksOff;
import static dev.eventfold.gcp.outside.MeanProvider.neverEnds;
import static dev.eventfold.gcp.outside.MeanProvider.says;
import static dev.eventfold.gcp.outside.MeanProvider.sends;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.gcp.outside.MeanProvider.Manner;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside.LeftAlone;
import dev.eventfold.processes.Outside.NotAsked;
import dev.eventfold.processes.Outside.Refused;
import dev.eventfold.processes.Outside.Unanswered;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers, kind and mean, on real connections. */
class HttpOutsideTest {

  private static final String URL = "provider.send.receipt.url";
  private static final String TOKEN = "provider.send.receipt.token";
  private static final String KEY = "7f2c1f6e-0000-5000-8000-000000000001";
  private static final JsonNode RECEIPT = Json.parse("{\"to\":\"zoë\",\"total\":\"12.50\"}");
  private static final String DONE = "{\"id\":\"m1\"}";
  private static final int MAX_ANSWER = 64 * 1024;
  private static final Duration SOON = Duration.ofMillis(200);

  /** More than any answer takes that comes at all. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final InstantSource clock = () -> now;
  private Runnable onPause = () -> {};
  private int pauses;
  private HttpOutside outside = within(LONG);
  private MeanProvider provider;

  private HttpOutside within(Duration deadline) {
    return new HttpOutside(deadline, this::pause, clock(clock));
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }

  private long pause(int attempt) {
    pauses++;
    onPause.run();
    return 1;
  }

  private void provider(Manner manner) {
    provider = new MeanProvider(manner);
    System.setProperty(URL, provider.url());
  }

  @AfterEach
  void asUsual() {
    System.clearProperty(URL);
    System.clearProperty(TOKEN);
    System.clearProperty("provider.other.url");
    if (provider != null) {
      provider.close();
    }
  }

  private JsonNode ask() {
    return outside.ask("sendReceipt", KEY, RECEIPT);
  }

  /** What is thrown where the request got there, once. */
  private String askedOnce(Class<? extends RuntimeException> how) {
    var thrown = assertThrows(how, this::ask);
    assertEquals(1, provider.asked().size());
    assertEquals(0, pauses, "what was sent is not sent again");
    return thrown.getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void anAnswerInJsonSaysThatItIsDone(int status) {
    provider(says(status, DONE, "Content-Type: application/json"));
    assertEquals(Json.parse(DONE), ask());
    assertEquals(1, provider.asked().size());
  }

  @Test
  void theProviderGetsTheRequestItsKeyAndTheToken() {
    System.setProperty(TOKEN, "secret\n");
    provider(says(200, DONE));
    ask();
    var asked = provider.asked().getFirst();
    assertEquals("POST /receipts HTTP/1.1", asked.line());
    assertEquals(RECEIPT, Json.parse(asked.body()));
    assertEquals("application/json", asked.headers().get("Content-Type"));
    assertEquals(KEY, asked.headers().get("Idempotency-Key"));
    assertEquals("Bearer secret", asked.headers().get("Authorization"));
  }

  @Test
  void aProviderWithoutATokenGetsNone() {
    provider(says(200, DONE));
    ask();
    assertFalse(provider.asked().getFirst().headers().containsKey("Authorization"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OK",
        "<html></html>",
        "\"done\"",
        "null",
        "{\"id\":",
        "{\"id\":1} {}",
        "{\"id\":1e999999999999}",
        "{\"id\":1e2000}",
        "{\"id\":\"\\ud800\"}"
      })
  void anAnswerThatIsNoUsableJsonSaysNothing(String body) {
    provider(says(200, body));
    assertEquals("It answers 200 without JSON.", askedOnce(Unanswered.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void oneWithoutABodySaysThatItIsDone(int status) {
    provider(says(status, ""));
    assertEquals(Json.parse("{}"), ask());
  }

  @ParameterizedTest
  @ValueSource(ints = {402, 422})
  void aRefusalIsInTheProvidersWords(int status) {
    var type = "Content-Type: application/problem+json";
    provider(says(status, "{\"title\":\"No\",\"detail\":\"Card declined.\"}", type));
    assertEquals("Card declined.", askedOnce(Refused.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "{\"title\":\"No\"}", "{\"detail\":\" \"}", "{\"detail\":{}}"})
  void aRefusalWithoutWordsIsOneAllTheSame(String body) {
    provider(says(422, body));
    assertEquals("It answers 422.", askedOnce(Refused.class));
  }

  /** It goes into an event. */
  @Test
  void aLongReasonIsCutBetweenCharacters() {
    provider(says(422, "{\"detail\":\"%s\"}".formatted("x" + "😀".repeat(400))));
    assertEquals("x" + "😀".repeat(299), askedOnce(Refused.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 410, 413, 415, 429})
  void aRequestThatIsNotLetInHasNotHappened(int status) {
    provider(says(status, "{\"detail\":\"Not you.\"}", "Retry-After: 1"));
    assertEquals("It answers %d: Not you.".formatted(status), askedOnce(NotAsked.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 500, 502, 503, 504})
  void aFailureOfTheProviderSaysNothing(int status) {
    provider(says(status, "oops"));
    assertEquals("It answers %d.".formatted(status), askedOnce(Unanswered.class));
  }

  @ParameterizedTest
  @CsvSource({"301, false", "302, true", "303, true", "307, false", "308, false"})
  void aRedirectIsNotFollowed(int status, boolean mayHaveHappened) {
    try (var other = new MeanProvider(says(200, DONE))) {
      provider(says(status, "", "Location: " + other.url()));
      askedOnce(mayHaveHappened ? Unanswered.class : NotAsked.class);
      assertEquals(0, other.asked().size());
    }
  }

  private static int freePort() {
    try (var once = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return once.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whereNobodyListensNothingHasHappened() {
    System.setProperty(URL, "http://127.0.0.1:%d/receipts".formatted(freePort()));
    var thrown = assertThrows(NotAsked.class, this::ask);
    assertTrue(thrown.getMessage().startsWith("Can't be reached"), thrown::getMessage);
    assertEquals(2, pauses, "it is tried three times");
  }

  @Test
  void aProviderThatIsThereAMomentLaterIsAskedOnce() {
    int port = freePort();
    System.setProperty(URL, "http://127.0.0.1:%d/receipts".formatted(port));
    onPause = () -> provider = new MeanProvider(port, says(200, DONE));
    assertEquals(Json.parse(DONE), ask());
    assertEquals(1, pauses);
    assertEquals(1, provider.asked().size());
  }

  @Test
  void withoutASecureConnectionNothingHasHappened() throws IOException {
    try (var door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> endEveryHandshake(door));
      System.setProperty(URL, "https://127.0.0.1:%d/receipts".formatted(door.getLocalPort()));
      var thrown = assertThrows(NotAsked.class, this::ask);
      assertTrue(thrown.getMessage().startsWith("Can't be trusted"), thrown::getMessage);
      assertEquals(2, pauses, "it is tried three times");
    }
  }

  private static void endEveryHandshake(ServerSocket door) {
    while (!door.isClosed()) {
      try (var connection = door.accept()) {
        connection.shutdownOutput();
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        // As when the test is over.
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"id\"",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n",
        "HTTP/1.1 422 No\r\nContent-Length: 11\r\n\r\n{\"id\"",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n"
      })
  void anAnswerThatBreaksOffSaysNothing(String start) {
    provider(breaksOff(start));
    var words = askedOnce(Unanswered.class);
    assertTrue(words.startsWith("The answer broke off"), words);
  }

  /** As a proxy does whose timeout is over just then. */
  @Test
  void aKeptConnectionThatBreaksOffSaysNothing() {
    var answers = new AtomicInteger();
    provider(
        connection -> {
          var manner = answers.incrementAndGet() == 1 ? says(200, DONE) : breaksOff("");
          manner.answer(connection);
        });
    ask();
    assertThrows(Unanswered.class, this::ask);
    assertEquals(2, provider.asked().size());
    assertEquals(0, pauses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"id\"",
        "HTTP/1.1 200 OK\r\n\r\n{\"id\":\"m1\"}",
        "HTTP/1.1 422 No\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n"
      })
  void anAnswerThatDoesNotEndSaysNothing(String start) throws InterruptedException {
    outside = within(SOON);
    provider(sends(start));
    assertEquals("No answer within 200 ms.", askedOnce(Unanswered.class));
    provider.awaitTheEndOfTheFirstConnection();
  }

  @Test
  void anAnswerOfSixtyFourKibibytesIsTakenAndNoLongerOne() {
    var most = "{\"id\":\"%s\"}".formatted("x".repeat(MAX_ANSWER - DONE.length() + 2));
    assertEquals(MAX_ANSWER, most.length());
    provider(says(200, most));
    assertEquals(Json.parse(most), ask());
    provider.close();
    provider(says(200, most + " "));
    assertEquals("It answers 200 without JSON.", askedOnce(Unanswered.class));
  }

  @Test
  void nobodyWaitsForTheEndOfAnEndlessAnswer() throws InterruptedException {
    provider(neverEnds("HTTP/1.1 200 OK\r\n\r\n{", " ".repeat(1024)));
    assertEquals("It answers 200 without JSON.", askedOnce(Unanswered.class));
    provider.awaitTheEndOfTheFirstConnection();
  }

  private void fails(int times) {
    for (int i = 0; i < times; i++) {
      assertThrows(Unanswered.class, this::ask);
    }
  }

  @Test
  void aProviderThatAnswersBadlyIsLeftAloneForAWhile() {
    provider(says(500, ""));
    fails(10);
    assertThrows(LeftAlone.class, this::ask);
    assertEquals(10, provider.asked().size());
    System.setProperty("provider.other.url", provider.url());
    assertThrows(Unanswered.class, () -> outside.ask("other", KEY, RECEIPT));

    now = now.plusSeconds(31);
    provider.close();
    provider(says(200, DONE));
    assertEquals(Json.parse(DONE), ask());
  }

  /** The cards are at fault, not whoever looks at them. */
  @Test
  void aProviderThatRefusesMostIsNotLeftAlone() {
    var asked = new AtomicInteger();
    provider(
        connection -> {
          int status = asked.incrementAndGet() % 3 == 0 ? 500 : 402;
          says(status, "").answer(connection);
        });
    for (int i = 0; i < 20; i++) {
      assertThrows(Refused.class, this::ask);
      assertThrows(Refused.class, this::ask);
      assertThrows(Unanswered.class, this::ask);
    }
    assertEquals(60, provider.asked().size());
  }

  /** One request that nobody can understand is in nobody's way. */
  @Test
  void norOneThatLetsMostNotIn() {
    var asked = new AtomicInteger();
    provider(
        connection -> says(asked.incrementAndGet() % 10 == 0 ? 200 : 400, DONE).answer(connection));
    for (int i = 1; i <= 40; i++) {
      if (i % 10 == 0) {
        assertEquals(Json.parse(DONE), ask());
      } else {
        assertThrows(NotAsked.class, this::ask);
      }
    }
    assertEquals(40, asked.get());
  }

  @Test
  void whereNobodyListensItIsLeftAloneForAWhile() {
    System.setProperty(URL, "http://127.0.0.1:%d/receipts".formatted(freePort()));
    for (int i = 0; i < 4; i++) {
      assertThrows(NotAsked.class, this::ask);
    }
    assertTrue(assertThrows(NotAsked.class, this::ask).getMessage().contains("left alone"));
  }

  @Test
  void whereNothingSaysWhoIsAskedNothingHasHappened() {
    var thrown = assertThrows(NotAsked.class, this::ask);
    assertEquals("PROVIDER_SEND_RECEIPT_URL is not set.", thrown.getMessage());
    assertEquals(0, pauses);
  }

  @ParameterizedTest
  @CsvSource({"receipts, t", "ftp://127.0.0.1/, t", "http://a b, t", "http://127.0.0.1, t\u0001t"})
  void whereWhatIsSetCannotBeUsedNothingHasHappened(String url, String token) {
    System.setProperty(URL, url);
    System.setProperty(TOKEN, token);
    var thrown = assertThrows(NotAsked.class, this::ask);
    assertEquals("PROVIDER_SEND_RECEIPT_URL or the token is unusable.", thrown.getMessage());
    assertEquals(0, pauses);
  }

  @Test
  void whoIsInterruptedKnowsNothing() {
    provider(sends(""));
    Thread.currentThread().interrupt();
    assertThrows(Unanswered.class, this::ask);
    assertTrue(Thread.interrupted(), "whoever interrupts is still heard");
  }
}
