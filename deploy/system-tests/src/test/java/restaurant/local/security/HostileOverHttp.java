package restaurant.local.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.util.Base64URL;
import dev.eventfold.events.Ids;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Waiting;
import restaurant.local.contract.Contract;
import restaurant.local.contract.RawHttp;
import restaurant.local.functions.RunningFunction;
import restaurant.local.gateway.OpenApi;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** Whatever is sent, the system answers as its document says, and says nothing of its inside. */
abstract class HostileOverHttp {

  private static final int REQUESTS = 5_000;
  private static final long SEED = Long.getLong("hostile.seed", 20261123);
  private static final int CLIENTS = 8;
  private static final int SHOWN = Integer.getInteger("hostile.shown", 5);

  /** Addresses and headers that are too long. */
  private static final Set<Integer> BEFORE_FUNCTIONS = Set.of(414, 431);

  private static final Pattern INSIDE =
      Pattern.compile(
          "(?i)<html|jetty|javax?\\.|fasterxml|jackson|firestore|grpc|exception|stack ?trace"
              + "|\\bat [a-z]+\\.[a-z]|JsonParser|StreamRead|REDACTED|restaurant\\.");

  private final OpenApi api = OpenApi.load();
  private final Contract contract = new Contract(api);
  private final Tokens tokens = Tokens.make();
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicInteger> reasons = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  /** What the system runs on. */
  abstract Platform.Choice backend();

  @Test
  void nothingThatIsSentBreaksIt() throws Exception {
    try (var system =
        LocalSystem.start(
            new LocalSystem.Options(
                backend(), 0, false, Deliveries.Manner.GOOD, Optional.of(tokens)))) {
      var requests = new HostileRequests(api.tree(), known(system), SEED);
      var next = new AtomicInteger();
      var clients = new ArrayList<Callable<Void>>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(() -> send(system, requests, next));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var client : threads.invokeAll(clients)) {
          client.get();
        }
      }
    }
    System.out.println(getClass().getSimpleName() + ", answers by status: " + statuses);
    assertEquals(
        List.of(),
        failures.stream().limit(SHOWN).toList(),
        () -> failures.size() + " answers are not as they must be: " + reasons);
  }

  private Void send(LocalSystem system, HostileRequests requests, AtomicInteger next) {
    var connections = new HashMap<String, RawHttp>();
    for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
      var request = requests.request(i);
      var connection =
          connections.computeIfAbsent(
              request.function().orElse(""), to -> new RawHttp(address(system, to)));
      try {
        var answer = connection.send(request.bytes(), !request.isHead());
        statuses.computeIfAbsent(answer.status(), it -> new AtomicInteger()).incrementAndGet();
        wrong(request, answer)
            .ifPresent(why -> failed(why, "%s%n=> %s".formatted(request, answer)));
      } catch (IOException | RuntimeException e) {
        failed(e.toString(), request.toString());
      }
    }
    connections.values().forEach(RawHttp::close);
    return null;
  }

  private void failed(String why, String what) {
    reasons.computeIfAbsent(why, it -> new AtomicInteger()).incrementAndGet();
    failures.add("%n%s%n%s".formatted(why, what));
  }

  private static URI address(LocalSystem system, String function) {
    return system.functions().stream()
        .filter(it -> it.row().name().equals(function))
        .findFirst()
        .map(RunningFunction::uri)
        .orElse(system.uri());
  }

  /** What is wrong with an answer, if anything is. */
  private Optional<String> wrong(Hostile request, Contract.Answer answer) {
    // 501 and 505 are HTTP's own words for HTTP that nobody speaks. Everything is up: no 503.
    if (answer.status() >= 500
        && answer.status() != 504
        && !(request.isHttp() && List.of(501, 505).contains(answer.status()))) {
      return Optional.of("It is a %d.".formatted(answer.status()));
    }
    // A function's own server refuses some by itself, with a status and nothing else.
    boolean isOfServer = request.function().isPresent() && answer.body().isEmpty();
    if (isOfServer && !answer.headers().containsKey("x-correlation-id")) {
      return Optional.empty();
    }
    if (INSIDE.matcher(answer.body()).find()) {
      return Optional.of("It tells of the inside.");
    }
    var strange =
        request
            .operation()
            .filter(operation -> !BEFORE_FUNCTIONS.contains(answer.status()))
            .map(operation -> contract.strangeIn(operation, seenByClients(request, answer)))
            .orElse(List.of());
    if (!strange.isEmpty()) {
      return Optional.of(strange.toString());
    }
    boolean isExplained = isProblem(answer) || isOfTheGateway(request, answer);
    return answer.status() >= 400 && !request.isHead() && !isExplained
        ? Optional.of("It is no problem by RFC 9457.")
        : Optional.empty();
  }

  /** A function's server names itself; what is before it does not pass that on. */
  private static Contract.Answer seenByClients(Hostile request, Contract.Answer answer) {
    if (request.function().isEmpty()) {
      return answer;
    }
    var headers = new TreeMap<>(answer.headers());
    headers.remove("server");
    return new Contract.Answer(answer.status(), headers, answer.body());
  }

  /** What Google's gateway says, it says its own way. */
  private static boolean isOfTheGateway(Hostile request, Contract.Answer answer) {
    return request.function().isEmpty()
        && List.of(401, 403, 404, 405).contains(answer.status())
        && answer.body().startsWith("{\"code\":" + answer.status() + ",\"message\":\"");
  }

  private static boolean isProblem(Contract.Answer answer) {
    var type = answer.headers().getOrDefault("content-type", List.of("")).getFirst();
    try {
      var problem = Json.parse(answer.body());
      return type.startsWith("application/problem+json")
          && problem.path("status").asInt() == answer.status()
          && problem.path("type").asText().startsWith("/problems/")
          && problem.path("errors").isArray();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Looks around: something of everything is there, and lists go on. */
  private HostileRequests.Known known(LocalSystem system) {
    var staff = tokens.staff("cook");
    var ann = tokens.customer("ann");
    var bearer = "Bearer " + staff;
    var ids = new ArrayList<String>();
    var pageTokens = new ArrayList<String>();
    try (var client = new Client(system.uri())) {
      for (var dish : List.of("Soup", "Stew", "Salad")) {
        ids.add(
            made(
                client,
                "menu",
                "addMenuItem",
                "{\"description\":\"%s\",\"price\":6}",
                dish,
                staff));
      }
      for (var guest : Map.of("ann", ann, "bob", staff).entrySet()) {
        var form = "{\"name\":\"A\",\"email\":\"%s@example.com\"}";
        var id =
            made(client, "customers", "signUpCustomer", form, guest.getKey(), guest.getValue());
        ids.add(id);
        for (int i = 0; i < 2; i++) {
          ids.add(made(client, "orders", "openOrder", "{\"customerId\":\"%s\"}", id, staff));
        }
      }
      for (var list :
          List.of(
              "/menu/items?pageSize=1",
              "/menu/items?pageSize=1&orderBy=-price",
              "/customers?pageSize=1&orderBy=email",
              "/orders?pageSize=1",
              "/audit?pageSize=1")) {
        pageTokens.add(pageToken(client, list, bearer));
      }
    }
    pageTokens.add("1");
    return new HostileRequests.Known(bearers(staff, ann), ids, pageTokens);
  }

  private List<String> bearers(String staff, String ann) {
    var bearers = new ArrayList<>(Collections.nCopies(20, staff));
    bearers.addAll(List.of(ann, ann, ann, ann, "", "a.b.c"));
    bearers.add(tokens.customer("nobody"));
    for (var name : List.of(" ", "null", "a\nb", "\u0000", "x".repeat(300), "\u00e9".repeat(128))) {
      bearers.add(tokens.customer(name));
    }
    bearers.add(staff.replaceFirst("\\.[^.]*\\.", "." + Base64URL.encode("{\"sub\":1}") + "."));
    return bearers;
  }

  /** Services hear of each other soon. */
  private static String made(
      Client client, String service, String type, String form, String value, String token) {
    var command = "{\"type\":\"%s\",\"payload\":%s}".formatted(type, form.formatted(value));
    var answers = new TreeMap<Integer, Client.Response>();
    await(
        () -> {
          var answer =
              client.command(
                  service,
                  command,
                  "Authorization",
                  "Bearer " + token,
                  "Idempotency-Key",
                  Ids.hash(command));
          answers.put(answer.status(), answer);
          return answer.status() == 202;
        });
    return answers.get(202).json().path("aggregateId").asText();
  }

  private static String pageToken(Client client, String list, String bearer) {
    var found = new ArrayList<String>();
    await(
        () -> {
          var page = client.get(list, "Authorization", bearer).json();
          found.add(page.path("nextPageToken").asText());
          return !found.getLast().isEmpty();
        });
    return found.getLast();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    Waiting.until(condition, () -> "what was sent is not there", Duration.ofSeconds(30));
  }
}
