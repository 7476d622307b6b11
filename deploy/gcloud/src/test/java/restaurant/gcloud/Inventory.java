package restaurant.gcloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import restaurant.gcloud.google.Google;

/** All that is in a project, as lines that people can read and compare. */
final class Inventory {

  private static final String PROJECT = "projects/demo";

  private Inventory() {}

  static String of(Google google) {
    var lines = new ArrayList<String>();
    lines.add("apis");
    google.apis().enabled().forEach(api -> lines.add("  " + api));
    var resources = new TreeMap<String, JsonNode>(google.resources());
    google.resources().keySet().stream()
        .filter(name -> google.resources().get(name).path("deleted").asBoolean())
        .forEach(resources::remove);
    for (var kind : List.of("topics", "subscriptions")) {
      google
          .pubsub()
          .list("demo", kind)
          .forEach(each -> resources.put("pubsub/" + each.path("name").asText(), each));
    }
    var named = new TreeMap<String, List<String>>();
    resources.forEach((name, resource) -> named.put(title(name, resource), facts(resource)));
    commonOf("cloudfunctions", "functions", named);
    commonOf("run", "services", named);
    named.forEach(
        (name, facts) -> {
          lines.add(name);
          facts.forEach(fact -> lines.add("  " + fact));
        });
    lines.add("rights");
    var rights = new TreeSet<String>();
    google
        .policies()
        .rights()
        .forEach(
            right ->
                rights.add(
                    "  %s: %s on %s%s"
                        .formatted(
                            right.member(),
                            right.role(),
                            right.resource(),
                            right.condition().isEmpty() ? "" : " if " + right.condition())));
    lines.addAll(rights);
    return String.join("\n", lines) + "\n";
  }

  /** What all functions share is said once. */
  private static void commonOf(String api, String kind, TreeMap<String, List<String>> named) {
    var all = named.keySet().stream().filter(name -> name.matches(api + " .*/" + kind + "/.*"));
    var names = all.toList();
    if (names.isEmpty()) {
      return;
    }
    var common = new ArrayList<>(named.get(names.getFirst()));
    names.forEach(name -> common.retainAll(named.get(name)));
    for (var name : names) {
      named.put(name, named.get(name).stream().filter(fact -> !common.contains(fact)).toList());
    }
    named.put(api + " every " + kind.replaceFirst("s$", ""), common);
  }

  /** What Google names by numbers is shown by what it is. */
  private static String title(String name, JsonNode resource) {
    var shown = name.replaceFirst("/" + PROJECT + "/", " ").replaceFirst("projects/demo/", "");
    if (!shown.contains("made-")) {
      return shown
          .replaceFirst("/configs/c-[0-9a-f]+", "/configs/c-*")
          .replaceFirst("/tags/[0-9a-f]{16}$", "/tags/*");
    }
    String what;
    if (resource.has("displayName")) {
      what = resource.path("displayName").asText();
    } else if (resource.path("fields").isArray()) {
      var fields = new ArrayList<String>();
      resource
          .path("fields")
          .forEach(
              field ->
                  fields.add(
                      field.path("fieldPath").asText() + " " + field.path("order").asText()));
      what = String.join(", ", fields);
    } else {
      what = "*";
    }
    return shown.replaceFirst("made-[0-9]+", what);
  }

  private static List<String> facts(JsonNode resource) {
    var facts = new ArrayList<String>();
    var displayed = resource.has("conditions") || resource.has("mosaicLayout");
    if (!displayed && !resource.path("fields").isArray()) {
      collect("", resource, facts);
    }
    return facts;
  }

  private static void collect(String path, JsonNode value, List<String> facts) {
    if (value.isContainerNode() && value.isEmpty()) {
      facts.add(path + ": nothing");
    } else if (value.isObject()) {
      new TreeMap<>(fields(value))
          .forEach(
              (name, child) -> collect(path.isEmpty() ? name : path + "." + name, child, facts));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        collect(path + "[" + i + "]", value.get(i), facts);
      }
    } else if (!isNoise(path) && !value.asText().matches("Part of [a-z-]+\\.")) {
      facts.add(path + ": " + text(path, value));
    }
  }

  private static java.util.Map<String, JsonNode> fields(JsonNode object) {
    var fields = new TreeMap<String, JsonNode>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  /** Says what the title says, or is made anew each time. */
  private static boolean isNoise(String path) {
    return List.of(
                "name", "email", "uniqueId", "etag", "@type", "state", "environment", "createTime")
            .contains(path)
        || path.startsWith("buildConfig.source")
        || path.startsWith("openapiDocuments")
        || path.startsWith("labels.deployment-tool")
        || path.endsWith("abels.installation")
        || path.equals("serviceConfig.service")
        || path.matches("metadata\\.(name|generation|resourceVersion)|status\\..*")
        || path.matches(".*/(client-name|client-version|nonce)|.*containers\\[0]\\.name");
  }

  private static String text(String path, JsonNode value) {
    var text = value.asText();
    if (path.endsWith("labels.config")) {
      return "*";
    }
    if (text.contains("\n")) {
      return text.lines().findFirst().orElseThrow() + " ...";
    }
    return text.replaceFirst("made-[0-9]+", "*")
        .replaceFirst("(-docker\\.pkg\\.dev/.*:)[0-9a-f]{16}$", "$1*")
        .replaceFirst("\\([0-9a-f]{16}\\)", "(*)")
        .replaceFirst("\\^\\(.*\\|.*\\)\\$", "^(every function)\\$")
        .replaceFirst("/configs/c-[0-9a-f]+", "/configs/c-*");
  }
}
