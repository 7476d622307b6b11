package restaurant.local.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import restaurant.local.Stub;
import restaurant.local.gateway.OpenApi;
import restaurant.system.Restaurant;

/**
 * Firestore answers a query only by an index, and the deployment makes no others than those of
 * deploy/gcloud/firestore/indexes.txt: every list that the API offers must find its own there, and
 * none may be there for nothing. The emulator needs none, so that nothing else would tell.
 */
class IndexesTest {

  private static final Path INDEXES = Path.of("../gcloud/firestore/indexes.txt");

  /**
   * A line of the file.
   *
   * @param equal fields that are compared, in any order
   * @param order the field that sorts, with its direction ("-field")
   */
  private record Index(String collection, Set<String> equal, String order) {

    static List<Index> read() throws Exception {
      var all = new ArrayList<Index>();
      for (var line : Files.readAllLines(INDEXES)) {
        var cells = line.strip().split("\\s+");
        if (!cells[0].equals("views") || cells[3].equals("*") || cells[3].startsWith("ttl:")) {
          continue;
        }
        var fields = List.of(cells[3].split(","));
        if (fields.size() > 1) {
          var last = fields.getLast();
          all.add(new Index(cells[1], Set.copyOf(fields.subList(0, fields.size() - 1)), last));
        } else {
          var field = fields.getFirst().replace(":up", "");
          all.add(new Index(cells[1], Set.of(), field));
          if (field.equals(fields.getFirst())) {
            all.add(new Index(cells[1], Set.of(), "-" + field));
          }
        }
      }
      return all;
    }
  }

  /** A query, as far as an index is concerned. */
  private record Asked(String collection, Set<String> equal, Optional<String> order) {

    static Asked of(String collection, Query query) {
      var equal = new TreeSet<String>();
      var ranges = new TreeSet<String>();
      query
          .filters()
          .forEach(it -> (it.operator() == Query.Operator.EQUAL ? equal : ranges).add(it.field()));
      assertTrue(query.orderBy().stream().toList().containsAll(ranges), query.toString());
      // What is equal in all of them sorts nothing.
      var order = query.orderBy().filter(field -> !equal.contains(field));
      return new Asked(collection, equal, order.map(it -> query.descending() ? "-" + it : it));
    }

    /** The indexes that Firestore joins: each for some of the equal fields, all in one order. */
    List<Index> of(Collection<Index> all) {
      var fitting =
          all.stream()
              .filter(index -> index.collection().equals(collection) && fits(index))
              .toList();
      if (order.isPresent() && equal.isEmpty()) {
        return fitting.stream().filter(index -> index.equal().isEmpty()).toList();
      }
      return fitting;
    }

    private boolean fits(Index index) {
      return order
          .map(it -> index.order().equals(it) && equal.containsAll(index.equal()))
          .orElseGet(() -> index.equal().isEmpty() && equal.contains(index.order()));
    }

    boolean isServedBy(List<Index> indexes) {
      var served = new HashSet<String>();
      indexes.forEach(
          index -> {
            served.addAll(index.equal());
            if (order.isEmpty()) {
              served.add(index.order());
            }
          });
      return served.equals(equal) && (order.isEmpty() || !indexes.isEmpty());
    }
  }

  /** Notes what is asked, and has nothing. */
  private static final class Noting implements Backend, QueryStore {

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final Set<Asked> asked = new LinkedHashSet<>();

    @Override
    public EventStore eventStore(String service) {
      return events;
    }

    @Override
    public EventLog eventLog(String service) {
      return events;
    }

    @Override
    public QueryStore queryStore() {
      return this;
    }

    @Override
    public EventBus eventBus(String service) {
      throw new UnsupportedOperationException();
    }

    @Override
    public PersonKeys personKeys() {
      return new InMemoryPersonKeys();
    }

    @Override
    public Map<Key, Document> get(Collection<Key> keys) {
      return Map.of();
    }

    @Override
    public synchronized List<Document> page(String collection, Query query) {
      asked.add(Asked.of(collection, query));
      return List.of();
    }

    @Override
    public DocumentReader snapshot() {
      return this;
    }

    @Override
    public void remove(Key key, Revision revision) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Revision> commit(List<Write> writes) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void openToAll() {
    System.setProperty("eventfold.auth", "off");
    System.setProperty("log.severity", "OFF");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("eventfold.auth");
    System.clearProperty("log.severity");
  }

  /** Every combination of the parameters of a list. */
  private static List<Map<String, List<String>>> combinations(Operation list) {
    List<Map<String, List<String>>> all = List.of(Map.of());
    for (var parameter : list.parameters().toList()) {
      var name = parameter.path("name").asText();
      if (!parameter.path("in").asText().equals("query") || name.startsWith("page")) {
        continue;
      }
      var more = new ArrayList<>(all);
      for (var value : values(parameter)) {
        for (var some : all) {
          var with = new LinkedHashMap<>(some);
          with.put(name, List.of(value));
          more.add(with);
        }
      }
      all = more;
    }
    return all;
  }

  private static List<String> values(JsonNode parameter) {
    var schema = parameter.path("schema");
    if (parameter.path("name").asText().equals("orderBy")) {
      return schema.path("enum").valueStream().map(JsonNode::asText).toList();
    }
    if (schema.path("type").asText().equals("boolean")) {
      return List.of("true");
    }
    return List.of(
        schema.path("format").asText().equals("date-time") ? "2026-01-01T00:00:00Z" : "x");
  }

  private static Set<Asked> asked() throws Exception {
    var noting = new Noting();
    for (var list : Operation.all(OpenApi.load().tree())) {
      var service =
          Restaurant.SYSTEM.services().stream()
              .filter(it -> (it.name() + "-queries").equals(list.function()))
              .findFirst();
      var isList =
          list.parameters().anyMatch(it -> it.path("name").asText().equals("pageToken"))
              && list.parameters().anyMatch(it -> it.path("name").asText().equals("orderBy"));
      if (service.isEmpty() || !isList) {
        continue;
      }
      var queries = service.get().queries(noting);
      for (var parameters : combinations(list)) {
        queries.service(request(list.path(), parameters), response());
      }
    }
    for (var service : Restaurant.SYSTEM.services()) {
      service.manager(noting).ifPresent(IndexesTest::lookAfter);
    }
    return noting.asked;
  }

  /** What the clock and people ask of a process. */
  private static void lookAfter(ProcessManager<?, ?> manager) {
    manager.tick(Instant.now().plusSeconds(1));
    manager.deadlines().waiting(1);
    for (var state : Claim.State.values()) {
      manager.effects().claims(state, "");
    }
  }

  private static String query(Map<String, List<String>> parameters) {
    return parameters.entrySet().stream()
        .flatMap(
            named ->
                named.getValue().stream()
                    .map(
                        it -> named.getKey() + "=" + URLEncoder.encode(it, StandardCharsets.UTF_8)))
        .collect(Collectors.joining("&"));
  }

  private static HttpRequest request(String path, Map<String, List<String>> parameters) {
    return Stub.of(
        HttpRequest.class,
        Map.of(
            "getMethod",
            "GET",
            "getPath",
            path,
            "getHeaders",
            Map.of(),
            "getQuery",
            Optional.of(query(parameters)),
            "getContentLength",
            0L,
            "getInputStream",
            new ByteArrayInputStream(new byte[0])));
  }

  private static HttpResponse response() {
    return Stub.of(HttpResponse.class, Map.of("getOutputStream", new ByteArrayOutputStream()));
  }

  @Test
  void everyServiceWithEventsHasTheIndexesOfItsLogItsStreamsAndItsCommands() throws Exception {
    var logs =
        Files.readAllLines(INDEXES).stream()
            .filter(line -> line.startsWith("eventstore ") && !line.endsWith("*"))
            .map(line -> line.replaceAll(" +", " "))
            .toList();
    assertEquals(
        Restaurant.SYSTEM.writers().stream()
            .flatMap(
                it ->
                    Stream.of("shard,committedAt", "stream,-version", "commandId:up")
                        .map(index -> "eventstore %1$s-events %1$s ".formatted(it.name()) + index))
            .toList(),
        logs);
  }

  private static Stream<String> lookedThrough(Service service) {
    return Stream.concat(
        service.resource().stream().map(resource -> resource.view().collection()),
        service.process().stream().flatMap(it -> it.indexes(service.name()).keySet().stream()));
  }

  @Test
  void everyListHasItsIndexesAndNoneIsThereForNothing() throws Exception {
    var indexes = Index.read();
    var asked = asked();
    assertEquals(
        Restaurant.SYSTEM.services().stream()
            .flatMap(IndexesTest::lookedThrough)
            .collect(Collectors.toSet()),
        asked.stream().map(Asked::collection).collect(Collectors.toSet()));
    var withoutIndex =
        asked.stream()
            .filter(it -> !it.equal().isEmpty() || it.order().isPresent())
            .filter(it -> !it.isServedBy(it.of(indexes)))
            .toList();
    assertEquals(List.of(), withoutIndex);
    var used = asked.stream().flatMap(it -> it.of(indexes).stream()).collect(Collectors.toSet());
    assertEquals(List.of(), indexes.stream().filter(index -> !used.contains(index)).toList());
  }
}
