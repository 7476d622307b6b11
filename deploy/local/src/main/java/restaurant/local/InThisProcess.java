package restaurant.local;

import com.google.cloud.functions.invoker.runner.Invoker;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A function beside others; its settings are system properties. */
record InThisProcess(FunctionTable.Row row, int port, Invoker invoker, AtomicBoolean closed)
    implements RunningFunction {

  static RunningFunction start(FunctionTable.Row row, int port) throws Exception {
    var invoker =
        new Invoker(port, row.target(), row.signature(), InThisProcess.class.getClassLoader());
    invoker.startTestServer();
    return new InThisProcess(row, port, invoker, new AtomicBoolean());
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
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      invoker.stopServer();
    } catch (Exception e) {
      throw new IllegalStateException(row.name() + " did not stop", e);
    }
  }
}
