package dev.eventfold.gcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String GATEWAY = "gateway@p.iam.gserviceaccount.com";
  private static final String AUDIENCE = "https://loans-queries.test";

  private final Callers callers = Callers.account(GATEWAY, Optional.of(AUDIENCE), () -> NOW);

  private final Optional<String> auth = Optional.ofNullable(System.getProperty("eventfold.auth"));

  @BeforeEach
  void nothingIsSet() {
    System.clearProperty("eventfold.auth");
  }

  @AfterEach
  void asBefore() {
    for (var setting : new String[] {"account", "audience", "token"}) {
      System.clearProperty("caller." + setting);
    }
    System.clearProperty("eventfold.auth");
    auth.ifPresent(value -> System.setProperty("eventfold.auth", value));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String token(String claims, String signature) {
    return "Bearer " + base64("{\"alg\":\"RS256\"}") + "." + base64(claims) + "." + signature;
  }

  private static final String GOOD =
      "{'iss':'https://accounts.google.com','email':'%s','email_verified':true,'aud':'%s','exp':%d}"
          .formatted(GATEWAY, AUDIENCE, NOW.getEpochSecond())
          .replace('\'', '"');

  private static int status(Callers callers, String authorization) {
    return status(callers, Map.of("Authorization", List.of(authorization)));
  }

  private static int status(Callers callers, Map<String, List<String>> headers) {
    return callers
        .refusal(name -> headers.getOrDefault(name, List.of()))
        .map(refusal -> refusal.problem().status())
        .orElse(200);
  }

  @Test
  void theAccountThatCloudRunHasRecognizedMayCall() {
    assertEquals(200, status(callers, token(GOOD, IdentityToken.REMOVED)));
    assertEquals(401, callers.refusal(name -> List.of()).orElseThrow().problem().status());
  }

  /** Nobody has verified them: the service is open to all by mistake. */
  @ParameterizedTest
  @CsvSource({
    "c2lnbmF0dXJl",
    "''",
    "SIGNATURE_REMOVED_BY_GOOGLE.more",
    "signature_removed_by_google"
  })
  void aTokenThatStillHasASignatureIsRefused(String signature) {
    assertEquals(401, status(callers, token(GOOD, signature)));
  }

  /** Cloud Run verifies X-Serverless-Authorization then, and hands on the other as it came. */
  @Test
  void aTokenBesideTheOneThatCloudRunVerifiesIsRefused() {
    var forged = token(GOOD, IdentityToken.REMOVED);
    var own = token(GOOD.replace("gateway@p", "developer@p"), IdentityToken.REMOVED);
    assertEquals(403, status(callers, Map.of("X-Serverless-Authorization", List.of(own))));
    assertEquals(200, status(callers, Map.of("X-Serverless-Authorization", List.of(forged))));
    assertEquals(
        401,
        status(
            callers,
            Map.of("Authorization", List.of(forged), "X-Serverless-Authorization", List.of(own))));
    assertEquals(401, status(callers, Map.of("Authorization", List.of(forged, own))));
  }

  @ParameterizedTest
  @CsvSource({
    "gateway@p, push@p, 403",
    "https://loans-queries.test, https://loans-commands.test, 403",
    "true, false, 403",
    "https://accounts.google.com, https://evil.test, 401",
    "email_verified, other, 403",
    "'{', '[', 401",
    "'}', '', 401",
  })
  void anotherClaimIsRefused(String claim, String other, int status) {
    var claims = GOOD.replace(claim, other);
    assertTrue(!claims.equals(GOOD));
    assertEquals(status, status(callers, token(claims, IdentityToken.REMOVED)));
  }

  @ParameterizedTest
  @CsvSource({"299, 200", "301, 401"})
  void aTokenMayRunOutWhileAnInstanceStartsAndNotMuchEarlier(long secondsAgo, int status) {
    var expired =
        GOOD.replace(
            Long.toString(NOW.getEpochSecond()), Long.toString(NOW.getEpochSecond() - secondsAgo));
    assertEquals(status, status(callers, token(expired, IdentityToken.REMOVED)));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "Basic abc",
    "Bearer",
    "Bearer a.b",
    "Bearer a.%.c",
    "Bearer ..",
    "Bearer ...."
  })
  void whatIsNoTokenIsRefused(String authorization) {
    assertEquals(401, status(callers, authorization));
    assertEquals(401, status(callers, authorization + IdentityToken.REMOVED));
  }

  @Test
  void withoutAnySettingNobodyMayCallAndTheLogSaysWhatToSet() {
    var refusal = Callers.fromSettings().refusal(name -> List.of()).orElseThrow();
    assertEquals(401, refusal.problem().status());
    assertTrue(refusal.reason().contains("CALLER_ACCOUNT"), refusal.reason());
    assertTrue(!refusal.problem().detail().contains("CALLER_"), "not the caller's business");
  }

  @Test
  void aFunctionOnItsOwnMayBeOpenToAll() {
    System.setProperty("eventfold.auth", "off");
    assertEquals(200, status(Callers.fromSettings(), ""));
  }

  /** Who need not say on whose behalf must still know the secret. */
  @Test
  void theSecretIsAskedForEvenWhereNobodyLogsIn() {
    System.setProperty("eventfold.auth", "off");
    System.setProperty("caller.token", "open sesame");
    var callers = Callers.fromSettings();
    assertEquals(200, status(callers, "Bearer open sesame"));
    assertEquals(200, status(callers, "bearer open sesame"));
    assertEquals(401, status(callers, "Bearer open"));
    assertEquals(401, status(callers, "open sesame"));
    assertEquals(401, status(callers, ""));
  }
}
