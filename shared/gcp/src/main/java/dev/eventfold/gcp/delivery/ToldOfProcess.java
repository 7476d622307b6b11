package dev.eventfold.gcp.delivery;

import dev.eventfold.gcp.http.Log;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.ProcessManager;

/** Logs what a person should know of a process. */
record ToldOfProcess(Log log) implements ProcessManager.Witness {

  @Override
  public void failed(String what, RuntimeException why) {
    log.processFailed(what, why);
  }

  @Override
  public void outcomeUnknown(Claim claim) {
    log.outcomeUnknown(claim.content().effect(), claim.id(), claim.content().stream());
  }
}
