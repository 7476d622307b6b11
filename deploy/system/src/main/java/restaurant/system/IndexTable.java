package restaurant.system;

import dev.eventfold.documents.Document;
import dev.eventfold.gcp.firestore.EventDocument;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.processes.Process;
import dev.eventfold.projections.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The indexes that Firestore needs to answer every list, one a line, for the deployment. */
final class IndexTable {

  private static final String HEAD =
      """
      # Every index of both databases. Written by deploy/generate: change the definition of a service instead.
      # Whatever is not here has none: a field that nobody asks for costs nothing, and a field that grows with
      # time (expiresAt, timestamp) is no hotspot.
      #
      # database   collection        service     index
      #   *               every other field of the database: none
      #   a field         by it alone, in both directions; "up": ascending only
      #   field,-field    together; - for descending
      #   ttl:field       documents are deleted once the time in it has passed
      #
      # Several filters at a time need no index of their own: Firestore joins those that share their order.
      """;

  private IndexTable() {}

  static String of(Topology system) {
    var lines = new ArrayList<String>();
    lines.add(line("eventstore", "__default__", "-", "*"));
    for (var service : system.writers()) {
      var events = EventDocument.collection(service.name());
      EventDocument.INDEXES.forEach(
          index -> lines.add(line("eventstore", events, service.name(), index)));
    }
    lines.add(line("views", "__default__", "-", "*"));
    system.services().forEach(service -> lines.addAll(views(service)));
    return lines.stream().collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private static List<String> views(Service service) {
    var lines = new ArrayList<String>();
    for (var resource : service.resource().stream().toList()) {
      var collection = resource.view().collection();
      lists(resource).forEach(it -> lines.add(line("views", collection, service.name(), it)));
    }
    for (var feed : service.feeds()) {
      View<?> view = feed.view();
      view.expiry()
          .map(field -> line("views", view.collection(), service.name(), "ttl:" + field))
          .filter(line -> !lines.contains(line))
          .ifPresent(lines::add);
    }
    service.process().ifPresent(process -> lines.addAll(process(service.name(), process)));
    return lines;
  }

  private static List<String> process(String service, Process<?, ?> process) {
    var lines = new ArrayList<String>();
    process
        .indexes(service)
        .forEach(
            (collection, indexes) ->
                indexes.forEach(
                    fields -> lines.add(line("views", collection, service, index(fields)))));
    process
        .expiring(service)
        .map(it -> line("views", it, service, "ttl:" + Document.Content.EXPIRES_AT))
        .ifPresent(lines::add);
    return lines;
  }

  /** What a list is asked by: nothing or one of the fields that it compares, in each order. */
  private static List<String> lists(Resource<?, ?> resource) {
    var indexes = new ArrayList<String>();
    var orders = resource.sortFields();
    if (resource.defaultOrder().isEmpty()) {
      // In the order of ids. What sorts in both directions compares as well.
      resource.comparedFields().stream()
          .filter(field -> !orders.contains(field))
          .forEach(field -> indexes.add(field + ":up"));
    }
    for (var order : orders) {
      indexes.addAll(
          resource.shard().isEmpty() ? List.of(order) : directions(resource.shard().get(), order));
    }
    for (var field : resource.comparedFields()) {
      var compared = Stream.concat(resource.shard().stream(), Stream.of(field));
      var prefix = compared.collect(Collectors.joining(","));
      orders.stream()
          // What is equal in all of them sorts nothing.
          .filter(order -> !order.equals(field))
          .forEach(order -> indexes.addAll(directions(prefix, order)));
    }
    return indexes;
  }

  private static List<String> directions(String prefix, String order) {
    return List.of(prefix + "," + order, prefix + ",-" + order);
  }

  private static String index(List<String> fields) {
    return fields.size() == 1 ? fields.getFirst() + ":up" : String.join(",", fields);
  }

  private static String line(String database, String collection, String service, String index) {
    return "%-12s %-17s %-11s %s".formatted(database, collection, service, index);
  }
}
