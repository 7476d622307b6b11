package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the control plane answers. */
record Answer(int status, ObjectNode body) {

  static Answer of(ObjectNode body) {
    return new Answer(200, body);
  }

  static Answer empty() {
    return of(Call.JSON.createObjectNode());
  }

  static Answer error(int status, String name, String message) {
    var answer = Call.JSON.createObjectNode();
    answer.putObject("error").put("code", status).put("status", name).put("message", message);
    return new Answer(status, answer);
  }

  static Answer notFound(String name) {
    return error(404, "NOT_FOUND", name + " was not found");
  }
}
