package restaurant.local.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import restaurant.local.Client;
import restaurant.local.gateway.OpenApi;

/**
 * Holds answers against the document: status, headers, content type and every field. Safe for many
 * threads.
 */
public final class Contract {

  /** What servers add to any answer. */
  private static final Set<String> OF_HTTP =
      Set.of("content-type", "content-length", "connection", "date");

  /** What every answer of a function has, as the document's description says. */
  private static final Map<String, String> ALWAYS =
      Map.of("cache-control", "private, no-cache", "x-content-type-options", "nosniff");

  private final OpenApiInteractionValidator validator;
  private final Map<String, Set<Integer>> seen = new ConcurrentSkipListMap<>();

  public Contract(OpenApi api) {
    validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(
                new String(api.yaml(), StandardCharsets.UTF_8))
            .build();
  }

  /** An answer as it came: names of headers in lower case. */
  public record Answer(int status, Map<String, List<String>> headers, String body) {

    public static Answer of(Client.Response response) {
      return new Answer(response.status(), response.raw().headers().map(), response.body());
    }
  }

  /** What the document does not know of a request. */
  List<String> strangeIn(Operation operation, Sent sent) {
    var request = new SimpleRequest.Builder(operation.method(), sent.path());
    sent.query().forEach(request::withQueryParam);
    sent.headers().forEach(request::withHeader);
    // Whose tokens are good is the gateway's to say, and tested there.
    request.withHeader("Authorization", "Bearer any");
    if (!sent.body().isEmpty()) {
      request.withBody(sent.body());
    }
    return messages(validator.validateRequest(request.build()));
  }

  /** What the document does not know of an answer. */
  public List<String> strangeIn(Operation operation, Answer answer) {
    seen.computeIfAbsent(operation.toString(), it -> new ConcurrentSkipListSet<>())
        .add(answer.status());
    var response = SimpleResponse.Builder.status(answer.status());
    answer.headers().forEach(response::withHeader);
    if (!answer.body().isEmpty()) {
      response.withBody(answer.body());
    }
    var strange =
        new TreeSet<>(
            messages(
                validator.validateResponse(
                    operation.path(),
                    Request.Method.valueOf(operation.method()),
                    response.build())));
    var documented =
        operation.response(answer.status()).path("headers").properties().stream()
            .map(it -> it.getKey().toLowerCase())
            .collect(Collectors.toSet());
    ALWAYS.forEach(
        (name, value) -> {
          if (!isOfTheGateway(answer) && !List.of(value).equals(answer.headers().get(name))) {
            strange.add("Header %s must be %s.".formatted(name, value));
          }
        });
    for (var name : answer.headers().keySet()) {
      if (!documented.contains(name) && !OF_HTTP.contains(name) && !ALWAYS.containsKey(name)) {
        strange.add("Header %s is not documented.".formatted(name));
      }
    }
    return List.copyOf(strange);
  }

  private static boolean isOfTheGateway(Answer answer) {
    return answer.status() >= 400
        && List.of("application/json").equals(answer.headers().get("content-type"));
  }

  private static List<String> messages(ValidationReport report) {
    return report.getMessages().stream().map(Contract::text).toList();
  }

  private static String text(ValidationReport.Message message) {
    var where =
        message
            .getContext()
            .flatMap(ValidationReport.MessageContext::getPointers)
            .map(ValidationReport.MessageContext.Pointers::getInstance)
            .orElse("");
    return "%s: %s %s".formatted(message.getKey(), where, message.getMessage());
  }

  /** The statuses that an operation has answered with. */
  Set<Integer> seen(Operation operation) {
    return seen.getOrDefault(operation.toString(), Set.of());
  }
}
