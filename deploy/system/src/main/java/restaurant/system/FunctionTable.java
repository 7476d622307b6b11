package restaurant.system;

import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Topology;
import java.util.Locale;
import java.util.stream.Collectors;

/** The functions of the system, one a line, for the scripts that deploy them. */
final class FunctionTable {

  private static final String HEAD =
      """
      # Every function of the system, for the scripts that deploy them. Written by deploy/generate: change
      # restaurant.system.Restaurant or the definition of a service instead.
      #
      # kind       commands   HTTP, behind the gateway: POST /<service>/commands
      #            publisher  triggered by each new document of <service>-events; publishes to the topic
      #            projector  HTTP, pushed to by its own subscription (of its own name) to the topic
      #            reactor    HTTP, pushed to in the same way: does what follows from the events of the topic
      #            eraser     HTTP, pushed to in the same way: deletes the keys of those who are to be forgotten
      #            timer      HTTP, called by a clock every minute: does what has come due
      #            queries    HTTP, behind the gateway: everything else below /<service>
      #            reconciler HTTP, called by a clock every five minutes
      #
      # service    function                kind       class                                   topic
      """;

  private FunctionTable() {}

  static String of(Topology system) {
    return system.functions().stream()
        .map(FunctionTable::line)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String line(FunctionSpec function) {
    return "%-12s %-23s %-10s %-39s %s%n"
        .formatted(
            function.service(),
            function.name(),
            function.kind().name().toLowerCase(Locale.ROOT),
            function.entryPoint().getName(),
            function.topic().orElse("-"));
  }
}
