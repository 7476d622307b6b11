package restaurant.ops.processes;

import dev.eventfold.processes.Deadlines.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import restaurant.ops.Found;

/**
 * A deadline that was set and not met yet.
 *
 * @param secondsLeft until it is to be met; negative when it is late
 * @param triedAgainAt empty unless it could not be met
 */
record ListedDeadline(
    String service,
    boolean needsPerson,
    String at,
    String deadline,
    String aggregateId,
    long secondsLeft,
    Optional<String> triedAgainAt)
    implements Found {

  static ListedDeadline of(String service, Waiting waiting, boolean needsPerson, Instant now) {
    var deadline = waiting.deadline();
    var time = Instant.parse(deadline.at());
    return new ListedDeadline(
        service,
        needsPerson,
        deadline.at(),
        deadline.deadline(),
        deadline.stream(),
        Duration.between(now, time).toSeconds(),
        Optional.of(waiting.due()).filter(it -> it.isAfter(time)).map(Instant::toString));
  }

  @Override
  public String kind() {
    return "deadline";
  }

  @Override
  public String text() {
    return "  %s DEADLINE  %s  %s of %s  %s%s"
        .formatted(
            needsPerson ? "!" : " ",
            at,
            deadline,
            aggregateId,
            secondsLeft < 0
                ? "late by " + Span.of(Duration.ofSeconds(-secondsLeft))
                : "in " + Span.of(Duration.ofSeconds(secondsLeft)),
            triedAgainAt.map(it -> ", could not be met, tried again at " + it).orElse(""));
  }
}
