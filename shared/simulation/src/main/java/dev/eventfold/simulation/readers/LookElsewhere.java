package dev.eventfold.simulation.readers;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import java.util.Map;
import java.util.Optional;

/** Somebody tries a page token where it is good for nothing, and then goes on with the list. */
final class LookElsewhere implements Look {

  private static final Caller OTHER = new Caller("other", true);

  private final LookAtList.Question list;
  private final String token;
  private final Look rest;

  LookElsewhere(LookAtList.Question list, String token, Look rest) {
    this.list = list;
    this.token = token;
    this.rest = rest;
  }

  @Override
  public String service() {
    return list.at().service();
  }

  @Override
  public Request begin() {
    var query = list.query();
    query.put("pageToken", token);
    return Request.get(list.at().path(), query, Map.of(), OTHER);
  }

  @Override
  public Optional<Look> answered(Response response) {
    if (response.status() != 400) {
      throw violated("a page token is good for one caller", "%s: %d", this, response.status());
    }
    return Optional.of(rest);
  }

  @Override
  public String toString() {
    return "%s takes a token from: %s".formatted(OTHER.name(), rest);
  }
}
