package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A call to one of Google's APIs.
 *
 * @param api the first part of the host: "firestore" or "europe-west1-run"
 * @param path without the version and the slashes around it: "projects/demo/topics/menu-events"
 * @param action what follows a colon: "setIamPolicy", or nothing
 */
public record Call(
    String api, String method, String version, String path, String action, Request request) {

  static final ObjectMapper JSON = new ObjectMapper();

  static Call of(Request request) {
    var uri = URI.create(request.getAbsoluteUrl());
    var path = uri.getPath().replaceFirst("^/", "").replaceFirst("/$", "");
    int slash = path.indexOf('/');
    var version = slash < 0 ? path : path.substring(0, slash);
    var rest = slash < 0 ? "" : path.substring(slash + 1);
    // IAM finds the project of an account by its e-mail.
    rest =
        rest.replaceFirst(
            "^projects/-/serviceAccounts/([^@]+@([^.]+)\\.)", "projects/$2/serviceAccounts/$1");
    int colon = rest.lastIndexOf(':');
    return new Call(
        uri.getHost().replaceFirst("\\.test$", ""),
        request.getMethod().getName(),
        version,
        colon < 0 ? rest : rest.substring(0, colon),
        colon < 0 ? "" : rest.substring(colon + 1),
        request);
  }

  public boolean isRead() {
    return method.equals("GET")
        || List.of("getIamPolicy", "generateUploadUrl", "queryTestablePermissions")
            .contains(action);
  }

  /** The API as serviceusage names it. */
  String service() {
    return api.replaceFirst(".*-", "") + ".googleapis.com";
  }

  boolean isCreationOf(String service, String collection) {
    return method.equals("POST")
        && api.equals(service)
        && action.isEmpty()
        && last().equals(collection);
  }

  ObjectNode body() {
    try {
      var text = request.getBodyAsString();
      JsonNode body = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
      return (ObjectNode) body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> parameter(String name) {
    QueryParameter parameter = request.queryParameter(name);
    return parameter.isPresent() ? Optional.of(parameter.firstValue()) : Optional.empty();
  }

  /** The last segment of the path. */
  String last() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path without its last segment. */
  String parent() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** What was sent, for those who check its form. */
  public ObjectNode sent() {
    var sent = JSON.createObjectNode();
    var rest = URI.create(request.getAbsoluteUrl()).getPath().replaceFirst("^/", "");
    sent.put("api", service().replaceFirst("\\..*", "")).put("method", method).put("path", rest);
    return sent.put("body", request.getBodyAsString());
  }

  @Override
  public String toString() {
    return "%s %s %s%s".formatted(method, api, path, action.isEmpty() ? "" : ":" + action);
  }
}
