package dev.eventfold.gcp.http;

import dev.eventfold.commands.Conflict;
import dev.eventfold.commands.Rejection;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.json.Malformed;
import dev.eventfold.projections.AnotherShape;
import dev.eventfold.store.EventTooLarge;
import dev.eventfold.store.TransientFailure;
import java.util.List;

/**
 * An answer that is an error, as RFC 9457 has it. Says what the client can repair and nothing of
 * what is inside.
 *
 * @param type a relative URI that names the kind of problem
 * @param title the kind in a few words
 * @param status the HTTP status
 * @param detail this very problem, in sentences
 * @param errors every broken rule
 */
public record Problem(String type, String title, int status, String detail, List<Error> errors) {

  /** A broken rule, and the field that breaks it (empty: no single one). */
  public record Error(String field, String detail) {}

  public static Problem of(int status, String type, String title, String detail) {
    return new Problem("/problems/" + type, title, status, detail, List.of());
  }

  /**
   * The one place where failures become statuses. An unknown failure is a 500 that says nothing.
   */
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case Endpoint.Refused e -> e.problem();
      case Malformed e ->
          new Problem(
              "/problems/malformed",
              "Malformed request",
              400,
              e.getMessage(),
              List.of(new Error(e.field(), e.getMessage())));
      case Rejection e -> rejected(e);
      case Conflict e ->
          switch (e.reason()) {
            case NOT_THE_EXPECTED_VERSION ->
                of(412, "not-the-expected-version", "Not the expected version", e.getMessage());
            case KEY_REUSED ->
                of(
                    422,
                    "key-reused",
                    "Idempotency-Key reused",
                    "The Idempotency-Key was used for another command.");
            case LOST_EVERY_RACE -> of(409, "lost-every-race", "Lost every race", e.getMessage());
          };
      case EventTooLarge e -> of(413, "too-large", "Too large", e.getMessage());
      case TransientFailure e ->
          of(
              503,
              "unavailable",
              "Unavailable",
              "The store did not answer. Send the same request again, with the same"
                  + " Idempotency-Key.");
      // Nothing was written, and nobody started over.
      case QueryStore.ConcurrentWrite e -> of(new TransientFailure(e.getMessage(), e));
      // What it needs is not there, or not yet.
      case NoEvent e -> of(new TransientFailure(e.getMessage(), e));
      case UnreadableEvent e -> anotherVersion();
      case AnotherShape e -> anotherVersion();
      default -> of(500, "internal", "Internal error", "Something went wrong on our side.");
    };
  }

  /** The same for logs, without any word of the client's. */
  static Problem forLogs(Throwable failure) {
    return of(failure instanceof Malformed malformed ? malformed.forLogs() : failure);
  }

  private static Problem anotherVersion() {
    return of(
        503,
        "unavailable",
        "Unavailable",
        "This is stored by another version of the code. Send the same request again, with the same"
            + " Idempotency-Key: an instance of that one may answer.");
  }

  private static Problem rejected(Rejection e) {
    var errors =
        e.broken().stream()
            .map(b -> new Error(b.field().isEmpty() ? "" : "payload." + b.field(), b.rule()))
            .toList();
    return switch (e.kind()) {
      case INVALID ->
          new Problem("/problems/invalid", "A rule is broken", 422, e.getMessage(), errors);
      case NOT_FOUND ->
          new Problem("/problems/not-found", "Not found", 404, e.getMessage(), errors);
      case CONFLICT ->
          new Problem("/problems/conflict", "The state forbids it", 409, e.getMessage(), errors);
    };
  }
}
