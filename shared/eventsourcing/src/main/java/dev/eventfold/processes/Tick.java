package dev.eventfold.processes;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One look at what has come due. Safe for many threads. */
final class Tick {

  static final int PAGE = 50;

  private final ProcessContext<?, ?> context;
  private final Instant end;
  private final Instant now;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile boolean isLate;

  /**
   * @param end by the clock; what is under way then is finished
   */
  Tick(ProcessContext<?, ?> context, Instant end) {
    this.context = context;
    this.end = end;
    this.now = context.now();
  }

  /** When it began. */
  Instant now() {
    return now;
  }

  /** What it has looked at. */
  int taken() {
    return taken.get();
  }

  void failed() {
    failed.incrementAndGet();
  }

  /** Of these, what is left to later. */
  int failures() {
    return failed.get();
  }

  /** However short the time is, something is done: or it would get nowhere. */
  boolean isLate() {
    isLate |= taken.get() > 0 && !context.clock().instant().isBefore(end);
    return isLate;
  }

  /**
   * All whose time has come, each once: what is still there afterwards is for the next tick. Of
   * each query a page, and then another, so that none waits for the end of another.
   */
  void each(String collection, List<Query> queries, Consumer<Document> work) {
    var left = queries;
    while (!left.isEmpty()) {
      var more = new ArrayList<Query>();
      for (var query : left) {
        if (isLate()) {
          return;
        }
        var page = context.views().page(collection, query);
        context.parallel().run(page.stream().map(it -> task(it, work)).toList());
        if (page.size() == PAGE) {
          more.add(query.after(page.getLast()));
        }
      }
      left = more;
    }
  }

  private Runnable task(Document document, Consumer<Document> work) {
    return () -> {
      if (!isLate()) {
        taken.incrementAndGet();
        work.accept(document);
      }
    };
  }
}
