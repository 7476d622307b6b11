package restaurant.local;

import com.google.cloud.functions.invoker.runner.Invoker;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import restaurant.emulators.ChildProcess;
import restaurant.emulators.Ports;

/** A function in the Functions Framework's own server. */
interface RunningFunction extends AutoCloseable {

  FunctionTable.Row row();

  URI uri();

  /** Why it does not run any more; empty while it does. */
  Optional<String> failure();

  /** Ends it as a crash would, without a word; in this process, as well as can be. */
  void kill();

  @Override
  void close();

  /** In this process; its settings are system properties. */
  static RunningFunction inThisProcess(FunctionTable.Row row, int port) throws Exception {
    var invoker =
        new Invoker(port, row.target(), row.signature(), RunningFunction.class.getClassLoader());
    invoker.startTestServer();
    var closed = new AtomicBoolean();
    return new RunningFunction() {
      @Override
      public FunctionTable.Row row() {
        return row;
      }

      @Override
      public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
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
    };
  }

  /** In a process of its own; its settings are environment variables. */
  static RunningFunction inItsOwnProcess(
      FunctionTable.Row row, int port, Map<String, String> settings) {
    var process =
        ChildProcess.java(
            row.name(),
            List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.google.cloud.functions.invoker.runner.Invoker",
                "--target",
                row.target(),
                "--port",
                Integer.toString(port)),
            settings);
    return new RunningFunction() {
      @Override
      public FunctionTable.Row row() {
        return row;
      }

      @Override
      public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
      }

      @Override
      public Optional<String> failure() {
        return process.failure();
      }

      @Override
      public void kill() {
        process.process().destroyForcibly().onExit().join();
      }

      @Override
      public void close() {
        process.close();
      }
    };
  }

  /** Whether its port is open, which it is once the function has been made. */
  default boolean isUp() {
    return Ports.isOpen(uri().getAuthority());
  }
}
