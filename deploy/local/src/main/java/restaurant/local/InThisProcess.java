package restaurant.local;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A function beside others; its settings are system properties. */
record InThisProcess(FunctionTable.Row row, int port, FunctionServer server, AtomicBoolean closed)
    implements RunningFunction {

  /**
   * @param port 0 for any that is free
   */
  static RunningFunction start(FunctionTable.Row row, int port) throws Exception {
    var server = FunctionServer.start(row.target(), port);
    return new InThisProcess(row, server.port(), server, new AtomicBoolean());
  }

  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public void kill() {
    close();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      server.close();
    }
  }
}
