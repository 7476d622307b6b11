package dev.eventfold.simulation.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.world.Response;

/** One time that a client asked, and what came of it. */
public final class Attempt {

  private static final int ACCEPTED = 202;

  private final Intent intent;
  private final int begun;
  private final int versionBefore;
  private int ended = Integer.MAX_VALUE;
  private int versionAfter;
  private int status;
  private JsonNode body = MissingNode.getInstance();

  /**
   * @param begun when, in steps of the run
   * @param versionBefore of the stream that is to change
   */
  public Attempt(Intent intent, int begun, int versionBefore) {
    this.intent = intent;
    this.begun = begun;
    this.versionBefore = versionBefore;
  }

  public void answered(Response response, int at, int version) {
    ended = at;
    status = response.status();
    body = Json.parse(response.body());
    versionAfter = version;
  }

  public Intent intent() {
    return intent;
  }

  int begun() {
    return begun;
  }

  int ended() {
    return ended;
  }

  int versionBefore() {
    return versionBefore;
  }

  int versionAfter() {
    return versionAfter;
  }

  public int status() {
    return status;
  }

  JsonNode body() {
    return body;
  }

  public boolean isAccepted() {
    return status == ACCEPTED;
  }

  /** Whether it was accepted, and there was nothing to do. */
  boolean hasNoEvents() {
    return isAccepted() && body.path("events").isEmpty();
  }

  /** Whether the client knows now that it was carried out, or that it was not. */
  boolean isConclusive() {
    return status != 0 && status != 503;
  }

  public boolean isRejected() {
    return isConclusive() && !isAccepted();
  }

  /** Why not, in words. */
  public String reason() {
    return body.path("detail").asText();
  }
}
