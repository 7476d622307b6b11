package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process and those that it started listen on, as Linux tells it. */
record ListeningPorts(List<Port> all) {

  /**
   * One of them.
   *
   * @param program whose it is
   */
  record Port(InetAddress address, int port, String program) {

    @Override
    public String toString() {
      return "%s:%d  %s".formatted(address.getHostAddress(), port, program);
    }
  }

  private static final String LISTENING = "0A";
  private static final int MAX_WORD = 120;

  /** Aborts the test where there is no Linux. */
  static ListeningPorts of(ProcessHandle process) {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux, to list ports");
    var ports = new ArrayList<Port>();
    for (var each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
      var sockets = sockets(each);
      for (var table : List.of("tcp", "tcp6")) {
        lines(Path.of("/proc", Long.toString(each.pid()), "net", table)).stream()
            .skip(1)
            .map(line -> line.strip().split("\\s+"))
            .filter(cells -> cells[3].equals(LISTENING) && sockets.contains(cells[9]))
            .map(cells -> port(cells[1], program(each)))
            .forEach(ports::add);
      }
    }
    return new ListeningPorts(List.copyOf(ports));
  }

  void assertAllOnLoopback() {
    assertFalse(all.isEmpty(), "nothing listens at all");
    all.forEach(port -> System.out.println("listens on " + port));
    assertEquals(
        List.of(), all.stream().filter(port -> !port.address().isLoopbackAddress()).toList());
  }

  /** The inodes of its sockets. */
  private static Set<String> sockets(ProcessHandle process) {
    var inodes = new HashSet<String>();
    try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      for (var file : files.toList()) {
        try {
          var target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring(8, target.length() - 1));
          }
        } catch (IOException closedMeanwhile) {
          // Then it listens no more.
        }
      }
      return inodes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernel writes addresses as words of the machine's order: little-endian here. */
  private static Port port(String text, String program) {
    var cells = text.split(":");
    var bytes = HexFormat.of().parseHex(cells[0]);
    for (int word = 0; word < bytes.length; word += 4) {
      swap(bytes, word, word + 3);
      swap(bytes, word + 1, word + 2);
    }
    try {
      return new Port(InetAddress.getByAddress(bytes), Integer.parseInt(cells[1], 16), program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void swap(byte[] bytes, int a, int b) {
    byte kept = bytes[a];
    bytes[a] = bytes[b];
    bytes[b] = kept;
  }

  /** The words of its command line that are neither options nor long, like a class path. */
  private static String program(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return Stream.of(line.split("\0"))
          .filter(word -> !word.startsWith("-") && word.length() < MAX_WORD)
          .map(word -> word.replaceFirst(".*/", ""))
          .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
