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
  /**
   * HTTP, pushed to by a subscription of its own name: does what follows from the events of a
   * service.
   */
  REACTOR,
  /**
   * HTTP, pushed to by a subscription of its own name: deletes the keys of those who are to be
   * forgotten.
   */
  ERASER,
  /** HTTP, called by a clock each minute: does what has come due. */
  TIMER,
  /** HTTP, called by a clock. */
  RECONCILER;

  /** Whether a subscription of the function's name pushes to it. */
  public boolean isSubscribed() {
    return this == PROJECTOR || this == REACTOR || this == ERASER;
  }
}
