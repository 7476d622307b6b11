package dev.eventfold.gcp.service;

/** What a function does, and so who calls it. */
public enum FunctionKind {
  /** HTTP, behind the gateway: {@code POST /<service>/commands}. */
  COMMANDS,
  /** Called by a trigger for each new document of {@code <service>-events}. */
  PUBLISHER,
  /** HTTP, pushed to by a subscription of its own name. */
  PROJECTOR,
  /** HTTP, behind the gateway: everything else below {@code /<service>}. */
  QUERIES,
  /** HTTP, called by a clock. */
  RECONCILER
}
