package dev.eventfold.gcp.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auth.oauth2.GoogleCredentials;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.firestore.FirestorePersonKeys.Wrapping;
import dev.eventfold.json.Json;
import dev.eventfold.store.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * With a key of Cloud KMS, which never leaves it: whoever has a copy of the database {@code keys}
 * has nothing. By its REST API, since its client would be the largest part of a cold start.
 *
 * @see <a
 *     href="https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt">
 *     encrypt</a>
 */
final class KmsWrapping implements Wrapping {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloudkms";
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Clients.DEADLINE).build();
  private final String url;
  private final Supplier<String> token;

  /**
   * @param name {@code projects/…/locations/…/keyRings/…/cryptoKeys/…}
   */
  KmsWrapping(String name) {
    this("https://cloudkms.googleapis.com/v1/" + name, tokens());
  }

  /**
   * @param url of the key
   * @param token with which to ask
   */
  KmsWrapping(String url, Supplier<String> token) {
    this.url = url;
    this.token = token;
  }

  private static Supplier<String> tokens() {
    try {
      var credentials = GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
      return () -> {
        try {
          credentials.refreshIfExpired();
          return credentials.getAccessToken().getTokenValue();
        } catch (IOException e) {
          throw new TransientFailure("no token for Cloud KMS", e);
        }
      };
    } catch (IOException e) {
      throw new IllegalStateException("Cloud KMS needs credentials.", e);
    }
  }

  @Override
  public byte[] wrap(String id, byte[] secret) {
    return ask(id, "encrypt", "plaintext", secret, "ciphertext");
  }

  @Override
  public byte[] unwrap(String id, byte[] wrapped) {
    return ask(id, "decrypt", "ciphertext", wrapped, "plaintext");
  }

  private byte[] ask(String id, String verb, String field, byte[] bytes, String answer) {
    var base64 = Base64.getEncoder();
    var body =
        Json.TOLERANT
            .createObjectNode()
            .put(field, base64.encodeToString(bytes))
            .put(
                "additionalAuthenticatedData",
                base64.encodeToString(id.getBytes(StandardCharsets.UTF_8)));
    var request =
        HttpRequest.newBuilder(URI.create(url + ":" + verb))
            .timeout(Clients.DEADLINE)
            .header("Authorization", "Bearer " + token.get())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)))
            .build();
    return Base64.getDecoder().decode(send(request, verb).path(answer).asText());
  }

  private JsonNode send(HttpRequest request, String verb) {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      int status = response.statusCode();
      if (status >= SERVER_ERROR || status == TOO_MANY) {
        throw new TransientFailure("Cloud KMS answers %d to %s".formatted(status, verb), null);
      }
      if (status != 200) {
        throw new IllegalStateException("Cloud KMS answers %d to %s".formatted(status, verb));
      }
      return Json.parse(response.body());
    } catch (IOException e) {
      throw new TransientFailure("Cloud KMS did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }
}
