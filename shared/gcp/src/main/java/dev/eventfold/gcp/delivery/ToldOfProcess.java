package dev.eventfold.gcp.delivery;

import dev.eventfold.gcp.http.Log;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Outcome;
import dev.eventfold.processes.ProcessManager;
import java.time.Duration;

/** Logs what a person should know of a process. */
record ToldOfProcess(Log log) implements ProcessManager.Witness {

  @Override
  public void failed(String what, Duration since, RuntimeException why) {
    if (since.compareTo(ProcessManager.PATIENCE) > 0) {
      log.processFailing(what, why);
    } else {
      log.processFailed(what, why);
    }
  }

  @Override
  public void refused(Claim claim, String reason) {
    var content = claim.content();
    log.processRefused(content.effect(), claim.id(), content.stream(), reason);
  }

  @Override
  public void outcomeUnknown(Claim claim) {
    log.outcomeUnknown(claim.content().effect(), claim.id(), claim.content().stream());
  }

  @Override
  public void contradicted(Claim claim, Outcome answer) {
    var said = answer instanceof Outcome.Done ? "done" : "refused";
    log.contradicted(claim.content().effect(), claim.id(), claim.content().stream(), said);
  }
}
