package restaurant.ops.processes;

import dev.eventfold.gcp.Backend;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Deadlines.Waiting;
import dev.eventfold.processes.PendingDeadline;
import dev.eventfold.processes.ProcessManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import restaurant.ops.Count;
import restaurant.ops.Found;

/** Tells what processes wait for: what needs a person first, and counts before the rest. */
public final class Overview {

  /** As many are counted of each kind. */
  static final int COUNTED = 1_000;

  /** The clock rings each minute; what is this late can't be met, or nobody looks. */
  static final Duration LATE = Duration.ofMinutes(10);

  private static final int OF_A_SHARD = COUNTED / PendingDeadline.SHARDS;

  private final List<RunningProcess> processes;
  private final Instant now;
  private final int most;
  private final Consumer<Found> tell;

  /**
   * @param most are told of each kind
   */
  Overview(List<RunningProcess> processes, InstantSource clock, int most, Consumer<Found> tell) {
    this.processes = processes;
    this.now = clock.instant();
    this.most = most;
    this.tell = tell;
  }

  /**
   * Of all processes of the system.
   *
   * @param most are told of each kind
   */
  public static Overview of(Backend backend, int most, Consumer<Found> tell) {
    return new Overview(RunningProcess.all(backend), backend.clock(), most, tell);
  }

  /** Some of a kind, and whether there are more. */
  private record Some<T>(List<T> all, boolean isCut) {

    Count count() {
      return new Count(all.size(), isCut);
    }
  }

  /** How much a process waits for. */
  private record Waits(
      String service, Count unknown, Count asking, Count notAsked, Count deadlines, Count late)
      implements Found {

    @Override
    public String kind() {
      return "process";
    }

    @Override
    public String text() {
      return "%-10s %s in doubt, %s, %s; %s, %s"
          .formatted(
              service,
              unknown.of("outcome", "outcomes"),
              asking.of("is asked for", "are asked for"),
              notAsked.of("is not asked for yet", "are not asked for yet"),
              deadlines.of("deadline", "deadlines"),
              late.number() == 0 ? "none late" : late.of("late", "late"));
    }
  }

  /** Those that are not told, of a kind. */
  private record Omitted(String service, String of, Count omitted) implements Found {

    @Override
    public String kind() {
      return "omitted";
    }

    @Override
    public String text() {
      return "    and %s%s more".formatted(omitted.number(), omitted.orMore() ? " or" : "");
    }
  }

  /** Whether nothing needs a person. */
  public boolean tell() {
    boolean needsNobody = true;
    for (var each : processes) {
      needsNobody &= tell(each);
    }
    return needsNobody;
  }

  private boolean tell(RunningProcess of) {
    var unknown = claims(of.manager(), Claim.State.UNKNOWN);
    var asking = claims(of.manager(), Claim.State.ASKING);
    var notAsked = claims(of.manager(), Claim.State.NOT_ASKED);
    var waiting = waiting(of.manager());
    var late = waiting.all().stream().filter(this::isLate).toList();
    tell.accept(
        new Waits(
            of.service(),
            unknown.count(),
            asking.count(),
            notAsked.count(),
            waiting.count(),
            new Count(late.size(), false)));
    tell(of, "UNKNOWN", unknown, this::claim);
    tell(of, "ASKING", asking, this::claim);
    tell(of, "NOT_ASKED", notAsked, this::claim);
    tell(of, "DEADLINE", waiting, this::deadline);
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

  private <T> void tell(
      RunningProcess of, String kind, Some<T> some, BiFunction<String, T, Found> found) {
    some.all().stream().limit(most).map(it -> found.apply(of.service(), it)).forEach(tell);
    int omitted = some.all().size() - most;
    if (omitted > 0) {
      tell.accept(new Omitted(of.service(), kind, new Count(omitted, some.isCut())));
    }
  }

  private Found claim(String service, Claim claim) {
    return ListedClaim.of(service, claim, needsPerson(claim), now);
  }

  private Found deadline(String service, Waiting waiting) {
    return ListedDeadline.of(service, waiting, isLate(waiting), now);
  }
}
