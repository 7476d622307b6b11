package restaurant.ops.processes;

import dev.eventfold.processes.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import restaurant.ops.Found;

/**
 * What the outside was asked for, and has not answered.
 *
 * @param leasedUntil until then it is left to who asks; empty where nobody does
 * @param why it was not answered; "" where nobody knows
 */
record ListedClaim(
    String service,
    boolean needsPerson,
    Claim.State state,
    String id,
    String effect,
    String aggregateId,
    int attempts,
    String since,
    long ageSeconds,
    Optional<String> leasedUntil,
    String why)
    implements Found {

  static ListedClaim of(String service, Claim claim, boolean needsPerson, Instant now) {
    var content = claim.content();
    return new ListedClaim(
        service,
        needsPerson,
        content.state(),
        claim.id(),
        content.effect(),
        content.stream(),
        content.attempt(),
        content.since(),
        claim.age(now).toSeconds(),
        Optional.of(content.leasedUntil()).filter(it -> content.state() != Claim.State.UNKNOWN),
        content.why());
  }

  @Override
  public String kind() {
    return "claim";
  }

  @Override
  public String text() {
    return "  %s %-9s %s  %s of %s  %s, since %s (%s)%s%s"
        .formatted(
            needsPerson ? "!" : " ",
            state,
            id,
            effect,
            aggregateId,
            attempts == 1 ? "once" : attempts + " times",
            since,
            Span.of(Duration.ofSeconds(ageSeconds)),
            leasedUntil.map(it -> ", leased until " + it).orElse(""),
            why.isEmpty() ? "" : ": " + why);
  }
}
