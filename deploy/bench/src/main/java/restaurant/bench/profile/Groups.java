package restaurant.bench.profile;

import java.util.List;
import java.util.Optional;
import jdk.jfr.consumer.RecordedFrame;

/** Whose time a sample is, by the classes on its stack. */
final class Groups {

  private static final String OTHER = "other";

  /** A name and what the names of its classes begin with; the first that fits. */
  private record Group(String name, List<String> prefixes) {

    boolean has(String type) {
      return prefixes.stream().anyMatch(type::startsWith);
    }
  }

  /** By the topmost frame that is anybody's: what the JDK does is done for who called it. */
  private static final List<Group> LIBRARIES =
      List.of(
          new Group("gRPC, Netty, protobuf", List.of("io.grpc.", "com.google.protobuf.")),
          new Group("OpenTelemetry", List.of("io.opentelemetry.", "io.opencensus.")),
          new Group("Jackson", List.of("com.fasterxml.jackson.")),
          new Group(
              "Google's clients",
              List.of(
                  "com.google.cloud.firestore.", "com.google.cloud.pubsub.", "com.google.api.")),
          new Group(
              "Functions Framework, CloudEvents",
              List.of("com.google.cloud.functions.", "io.cloudevents.")),
          new Group("Jetty", List.of("org.eclipse.jetty.")),
          new Group("JDK's HTTP client", List.of("jdk.internal.net.http.", "java.net.http.")),
          new Group(
              "JDK's HTTP server (callbacks)",
              List.of("com.sun.net.httpserver.", "sun.net.httpserver.")),
          new Group(
              "our code",
              List.of(
                  "dev.eventfold.",
                  "restaurant.menu.",
                  "restaurant.orders.",
                  "restaurant.audit.",
                  "restaurant.customers.",
                  "restaurant.kernel.")),
          new Group(
              "stand-ins of the local run", List.of("restaurant.local.", "restaurant.bench.")),
          new Group("Google, other", List.of("com.google.")));

  /** By any frame: which part of the system has asked for it. */
  private static final List<Group> PARTS =
      List.of(
          new Group(
              "commands",
              List.of(
                  "dev.eventfold.gcp.commands.HttpCommands",
                  "dev.eventfold.commands.CommandHandler")),
          new Group("publisher", List.of("dev.eventfold.gcp.delivery.EventTriggerPublisher")),
          new Group("listeners", List.of("dev.eventfold.gcp.delivery.HttpProjector")),
          new Group("queries", List.of("dev.eventfold.gcp.queries.")),
          new Group("reconciler", List.of("dev.eventfold.gcp.delivery.HttpReconciler")),
          new Group("deliveries (stand-in)", List.of("restaurant.local.platform.")),
          new Group("gateway (stand-in)", List.of("restaurant.local.gateway.")),
          new Group("Jetty and framework around functions", List.of("org.eclipse.jetty.")),
          new Group("HTTP client of deliveries and spans", List.of("jdk.internal.net.http.")),
          new Group("HTTP server of callbacks (stand-in)", List.of("sun.net.httpserver.")),
          new Group("threads of spans", List.of("io.opentelemetry.")),
          new Group("threads of gRPC and Google's clients", List.of("io.grpc.", "com.google.")));

  private Groups() {}

  static String library(List<RecordedFrame> stack) {
    return stack.stream()
        .map(Groups::type)
        .flatMap(type -> LIBRARIES.stream().filter(group -> group.has(type)))
        .map(Group::name)
        .findFirst()
        .orElse(OTHER);
  }

  static String part(List<RecordedFrame> stack) {
    var types = stack.stream().map(Groups::type).toList();
    return PARTS.stream()
        .filter(group -> types.stream().anyMatch(group::has))
        .map(Group::name)
        .findFirst()
        .orElse(OTHER);
  }

  /** The topmost frame of our own. */
  static Optional<String> ours(List<RecordedFrame> stack) {
    return stack.stream()
        .filter(frame -> type(frame).startsWith("dev.eventfold."))
        .findFirst()
        .map(frame -> type(frame) + "." + frame.getMethod().getName());
  }

  static String top(List<RecordedFrame> stack) {
    return stack.isEmpty()
        ? "native"
        : type(stack.getFirst()) + "." + stack.getFirst().getMethod().getName();
  }

  private static String type(RecordedFrame frame) {
    return frame.getMethod().getType().getName();
  }
}
