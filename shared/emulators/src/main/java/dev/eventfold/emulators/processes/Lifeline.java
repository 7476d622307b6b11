package dev.eventfold.emulators.processes;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another program's main class, and ends when its own standard input does. The parent keeps
 * the other end of that pipe and writes nothing: the system closes it with the parent, even when
 * that was killed and could stop nobody any more.
 */
final class Lifeline {

  private Lifeline() {}

  /**
   * @param arguments the main class, and its arguments
   */
  public static void main(String[] arguments) throws Throwable {
    ignoreInterrupts();
    Thread.ofPlatform().daemon().name("lifeline").start(Lifeline::endWithParent);
    var main = Class.forName(arguments[0]).getMethod("main", String[].class);
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * Ctrl-C goes to every process of a terminal, and the parent may need this one to end in order.
   * The class is the JDK's own, and javac can't be told not to warn of it.
   */
  private static void ignoreInterrupts() throws ReflectiveOperationException {
    var signal = Class.forName("sun.misc.Signal");
    var handler = Class.forName("sun.misc.SignalHandler");
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance("INT"),
            handler.getField("SIG_IGN").get(null));
  }

  @SuppressWarnings("StatementWithEmptyBody")
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes.
      }
    } catch (IOException e) {
      // Then there is no parent either.
    }
    Runtime.getRuntime().halt(1);
  }
}
