package dev.eventfold.processes;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.operations.Intake;
import java.util.List;

/**
 * What a process takes of one service: one sees in its streams what has followed.
 *
 * @param service whose process it is
 */
record ProcessIntake(ProcessManager<?, ?> manager, String service, String source)
    implements Intake {

  @Override
  public String name() {
    return service + "-process~" + source;
  }

  @Override
  public boolean hasOrder() {
    return false;
  }

  /** Two events may lead to commands on one stream, which then race. */
  @Override
  public boolean isParallel() {
    return true;
  }

  @Override
  public boolean concerns(RecordedEvent event) {
    return manager.concerns(event);
  }

  @Override
  public List<RecordedEvent> missing(List<RecordedEvent> events) {
    return events.stream().filter(manager::lacks).toList();
  }

  @Override
  public boolean take(RecordedEvent event) {
    return manager.on(event);
  }
}
