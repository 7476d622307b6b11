package dev.eventfold.processes;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Query.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One look at what has come due. */
final class Tick {

  private static final int PAGE = 50;

  private final ProcessContext<?, ?> context;
  private final Instant end;
  private final Instant now;
  private int due;
  private int asked;
  private int failed;
  private boolean isLate;

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

  void due() {
    due++;
  }

  void asked() {
    asked++;
  }

  void failed() {
    failed++;
  }

  ProcessManager.Report report() {
    return new ProcessManager.Report(due, asked, failed, isLate);
  }

  boolean isLate() {
    isLate |= due + asked > 0 && !context.clock().instant().isBefore(end);
    return isLate;
  }

  /** All whose time has come, each once: what is still there afterwards is for the next tick. */
  void each(String collection, List<Filter> filters, String field, Consumer<Document> work) {
    var query = new Query(filters, Optional.of(field), false, PAGE, Optional.empty());
    List<Document> page;
    do {
      page = context.views().page(collection, query);
      for (var document : page) {
        if (isLate()) {
          return;
        }
        work.accept(document);
        query = query.after(document);
      }
    } while (page.size() == PAGE);
  }
}
