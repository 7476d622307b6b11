package restaurant.ops.processes;

import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Deadlines.Waiting;
import dev.eventfold.processes.PendingDeadline;
import dev.eventfold.processes.ProcessManager;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Prints what processes wait for: what needs a person first, and counts before lines. */
final class Overview {

  /** As many are counted of each kind. */
  static final int COUNTED = 1_000;

  /** The clock rings each minute; what is this late can't be met, or nobody looks. */
  static final Duration LATE = Duration.ofMinutes(10);

  private static final int OF_A_SHARD = COUNTED / PendingDeadline.SHARDS;

  private final List<RunningProcess> processes;
  private final Instant now;
  private final int most;
  private final PrintWriter out;

  /**
   * @param most lines of each kind
   */
  Overview(List<RunningProcess> processes, InstantSource clock, int most, PrintWriter out) {
    this.processes = processes;
    this.now = clock.instant();
    this.most = most;
    this.out = out;
  }

  /** Some of a kind, and whether there are more. */
  private record Some<T>(List<T> all, boolean isCut) {

    String count(String one, String several) {
      var number = all.size() + (isCut ? " or more" : "");
      return number + " " + (all.size() == 1 && !isCut ? one : several);
    }

    boolean isEmpty() {
      return all.isEmpty();
    }
  }

  /** Whether nothing needs a person. */
  boolean print() {
    boolean needsNobody = true;
    for (var each : processes) {
      needsNobody &= print(each);
    }
    out.println(
        needsNobody
            ? "Nothing needs a person."
            : "What is marked with ! needs a person: see processes --help.");
    return needsNobody;
  }

  private boolean print(RunningProcess of) {
    var unknown = claims(of.manager(), Claim.State.UNKNOWN);
    var asking = claims(of.manager(), Claim.State.ASKING);
    var notAsked = claims(of.manager(), Claim.State.NOT_ASKED);
    var waiting = waiting(of.manager());
    var late = new Some<>(waiting.all().stream().filter(this::isLate).toList(), false);
    out.printf(
        "%-10s %s in doubt, %s, %s; %s, %s%n",
        of.service(),
        unknown.count("outcome", "outcomes"),
        asking.count("is asked for", "are asked for"),
        notAsked.count("is not asked for yet", "are not asked for yet"),
        waiting.count("deadline", "deadlines"),
        late.isEmpty() ? "none late" : late.count("late", "late"));
    lines(unknown, this::claim);
    lines(asking, this::claim);
    lines(notAsked, this::claim);
    lines(waiting, this::deadline);
    return late.isEmpty()
        && Stream.of(unknown, asking, notAsked)
            .flatMap(some -> some.all().stream())
            .noneMatch(this::needsPerson);
  }

  /** Whether nobody knows, or it has gone on for so long that it does not mend itself. */
  private boolean needsPerson(Claim claim) {
    return claim.content().state() == Claim.State.UNKNOWN
        || claim.age(now).compareTo(ProcessManager.PATIENCE) > 0;
  }

  /** What needs a person first. */
  private Some<Claim> claims(ProcessManager<?, ?> manager, Claim.State state) {
    var all = new ArrayList<Claim>();
    List<Claim> page;
    do {
      page = manager.effects().claims(state, all.isEmpty() ? "" : all.getLast().id());
      all.addAll(page);
    } while (!page.isEmpty() && all.size() < COUNTED);
    var needed = all.stream().filter(this::needsPerson);
    var others = all.stream().filter(it -> !needsPerson(it));
    return new Some<>(Stream.concat(needed, others).toList(), !page.isEmpty());
  }

  /** The late ones first: by their own times. */
  private static Some<Waiting> waiting(ProcessManager<?, ?> manager) {
    var page = manager.deadlines().waiting(OF_A_SHARD);
    return new Some<>(page.waiting(), page.hasMore());
  }

  private boolean isLate(Waiting waiting) {
    return time(waiting).plus(LATE).isBefore(now);
  }

  private static Instant time(Waiting waiting) {
    return Instant.parse(waiting.deadline().at());
  }

  private <T> void lines(Some<T> some, Function<T, String> line) {
    some.all().stream().limit(most).map(line).forEach(out::println);
    if (some.all().size() > most) {
      out.printf("    and %s%s more%n", some.all().size() - most, some.isCut() ? " or" : "");
    }
  }

  private String claim(Claim claim) {
    var content = claim.content();
    return "  %s %-9s %s  %s of %s  %s, since %s (%s)%s%s"
        .formatted(
            needsPerson(claim) ? "!" : " ",
            content.state(),
            claim.id(),
            content.effect(),
            content.stream(),
            content.attempt() == 1 ? "once" : content.attempt() + " times",
            content.since(),
            Span.of(Duration.between(Instant.parse(content.since()), now)),
            content.state() == Claim.State.UNKNOWN ? "" : ", leased until " + content.leasedUntil(),
            content.why().isEmpty() ? "" : ": " + content.why());
  }

  private String deadline(Waiting waiting) {
    var deadline = waiting.deadline();
    var until = Duration.between(now, time(waiting));
    return "  %s DEADLINE  %s  %s of %s  %s%s"
        .formatted(
            isLate(waiting) ? "!" : " ",
            deadline.at(),
            deadline.deadline(),
            deadline.stream(),
            until.isNegative() ? "late by " + Span.of(until.negated()) : "in " + Span.of(until),
            waiting.due().isAfter(time(waiting))
                ? ", could not be met, tried again at " + waiting.due()
                : "");
  }
}
