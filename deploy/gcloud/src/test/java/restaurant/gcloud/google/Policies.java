package restaurant.gcloud.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Who may do what on which resource. */
public final class Policies {

  /**
   * A right.
   *
   * @param resource "projects/demo" or "projects/demo/topics/menu-events"
   * @param condition under which it holds; empty for always
   */
  public record Right(String resource, String role, String member, String condition) {}

  private final Map<String, ObjectNode> policies = new TreeMap<>();
  private int versions;

  Policies() {}

  Policies(Policies from) {
    from.policies.forEach((resource, policy) -> policies.put(resource, policy.deepCopy()));
    versions = from.versions;
  }

  Answer answer(Call call) {
    if (call.action().equals("getIamPolicy")) {
      return Answer.of(policies.getOrDefault(call.path(), none()));
    }
    var wanted = (ObjectNode) call.body().get("policy");
    var etag = wanted.path("etag").asText();
    var current = policies.getOrDefault(call.path(), none()).path("etag").asText();
    if (!etag.isEmpty() && !etag.equals(current)) {
      return Answer.error(409, "ABORTED", "the policy was modified concurrently");
    }
    set(call.path(), wanted);
    return Answer.of(wanted);
  }

  private void set(String resource, ObjectNode policy) {
    var version = "%06d".formatted(++versions);
    policy.put("etag", Base64.getEncoder().encodeToString(version.getBytes(UTF_8)));
    policies.put(resource, policy);
  }

  /** As Google does itself when an agent is made. */
  public void grant(String resource, String role, String member) {
    var policy = policies.getOrDefault(resource, none());
    policy.withArray("bindings").addObject().put("role", role).putArray("members").add(member);
    set(resource, policy);
  }

  /**
   * As somebody does it by hand.
   *
   * @param title of the condition under which it holds
   * @param expression the condition
   */
  public void grant(String resource, String role, String member, String title, String expression) {
    grant(resource, role, member);
    var bindings = policies.get(resource).withArray("bindings");
    var last = (ObjectNode) bindings.get(bindings.size() - 1);
    last.putObject("condition").put("title", title).put("expression", expression);
  }

  void forget(String resource) {
    policies.remove(resource);
  }

  private static ObjectNode none() {
    var policy = Call.JSON.createObjectNode().put("version", 1).put("etag", "ACAB");
    policy.putArray("bindings");
    return policy;
  }

  public Stream<Right> rights() {
    return policies.entrySet().stream()
        .flatMap(
            entry ->
                StreamSupport.stream(entry.getValue().path("bindings").spliterator(), false)
                    .flatMap(
                        binding ->
                            StreamSupport.stream(binding.path("members").spliterator(), false)
                                .map(
                                    member ->
                                        new Right(
                                            entry.getKey(),
                                            binding.path("role").asText(),
                                            member.asText(),
                                            binding
                                                .path("condition")
                                                .path("expression")
                                                .asText()))));
  }
}
