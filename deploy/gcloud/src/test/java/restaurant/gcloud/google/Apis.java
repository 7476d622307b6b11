package restaurant.gcloud.google;

import java.util.Set;
import java.util.TreeSet;

/** Which APIs are on. */
public final class Apis {

  /**
   * The most that are enabled in one call, and else none is: the SDK's {@code
   * BatchEnableServicesRequest}; the words: GoogleCloudPlatform/k8s-config-connector, issue 6334.
   */
  private static final int AT_ONCE = 20;

  private final Set<String> enabled = new TreeSet<>();
  private final Propagation propagation = new Propagation(enabled);

  Apis() {}

  Apis(Apis from) {
    enabled.addAll(from.enabled);
  }

  Propagation propagation() {
    return propagation;
  }

  public Set<String> enabled() {
    return enabled;
  }

  Answer answer(Call call) {
    if (call.action().equals("batchEnable")) {
      if (call.body().path("serviceIds").size() > AT_ONCE) {
        return Answer.error(
            400,
            "INVALID_ARGUMENT",
            "Number of services must not exceed the maximum batch size (%d).".formatted(AT_ONCE));
      }
      call.body().path("serviceIds").forEach(id -> enable(id.asText()));
      return Answer.of(Resources.operation("operations/done", Call.JSON.createObjectNode()));
    }
    if (call.action().equals("enable")) {
      enable(call.last());
      return Answer.of(Resources.operation("operations/done", Call.JSON.createObjectNode()));
    }
    if (call.action().equals("generateServiceIdentity")) {
      return identity(call);
    }
    var answer = Call.JSON.createObjectNode();
    if (call.last().equals("services")) {
      var list = answer.putArray("services");
      enabled.forEach(
          api -> list.addObject().put("state", "ENABLED").putObject("config").put("name", api));
      return Answer.of(answer);
    }
    return Answer.of(
        answer
            .put("name", call.path())
            .put("state", enabled.contains(call.last()) ? "ENABLED" : "DISABLED"));
  }

  private void enable(String api) {
    if (enabled.add(api)) {
      propagation.made("api " + api);
    }
  }

  private Answer identity(Call call) {
    var api = call.last().replace(".googleapis.com", "");
    var response = Call.JSON.createObjectNode();
    response.put(
        "email",
        "service-%s@gcp-sa-%s.iam.gserviceaccount.com".formatted(Google.PROJECT_NUMBER, api));
    response.put("uniqueId", "1");
    response.put("@type", "type.googleapis.com/google.api.serviceusage.v1beta1.ServiceIdentity");
    return Answer.of(Resources.operation("operations/done", response));
  }
}
