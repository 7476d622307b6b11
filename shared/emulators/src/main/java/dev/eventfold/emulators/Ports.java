package dev.eventfold.emulators;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Ports of this machine. */
public final class Ports {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_768;
  private static final int TRIES = 1_000;

  private Ports() {}

  /**
   * A port of the loopback that nobody uses now, for a program that is still to start: none of
   * those that systems give by themselves (from 32768 on, or 49152), or they would have given it to
   * somebody else by then, who would be taken for that program.
   */
  public static int free() {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Then another.
      }
    }
    throw new IllegalStateException("no port from %d to %d is free".formatted(LOWEST, HIGHEST - 1));
  }

  /** Whether something listens at {@code host:port}. */
  public static boolean isOpen(String address) {
    int colon = address.lastIndexOf(':');
    try (var socket = new Socket()) {
      var host = address.substring(0, colon);
      int port = Integer.parseInt(address.substring(colon + 1));
      socket.connect(new InetSocketAddress(host, port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new EmulatorsUnavailable("\"%s\" is not host:port.".formatted(address), e);
    }
  }

  static void awaitOpen(String name, String address) {
    if (!await(Duration.ofSeconds(5), () -> isOpen(address))) {
      throw new EmulatorsUnavailable(
          "%s is %s, and nothing listens there.".formatted(name, address));
    }
  }

  static boolean await(BooleanSupplier condition) {
    return await(PATIENCE, condition);
  }

  private static boolean await(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EmulatorsUnavailable("interrupted while the emulators started", e);
      }
    }
    return true;
  }
}
