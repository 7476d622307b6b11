package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Google adds to a resource by itself, as far as the scripts look at it. */
final class Defaults {

  private Defaults() {}

  static void complete(Kind kind, ObjectNode resource) {
    switch (kind.collection()) {
      case "databases" -> {
        ifAbsent(resource, "pointInTimeRecoveryEnablement", "POINT_IN_TIME_RECOVERY_DISABLED");
        ifAbsent(resource, "deleteProtectionState", "DELETE_PROTECTION_DISABLED");
        ifAbsent(resource, "uid", Google.DATABASE_UID);
      }
      case "indexes" -> {
        ifAbsent(resource, "state", "READY");
        addDocumentName((ArrayNode) resource.get("fields"));
      }
      case "apis", "configs", "gateways" -> ifAbsent(resource, "state", "ACTIVE");
      default -> {}
    }
  }

  private static void addDocumentName(ArrayNode fields) {
    var last = fields.get(fields.size() - 1);
    fields.addObject().put("fieldPath", "__name__").put("order", last.path("order").asText());
  }

  private static void ifAbsent(ObjectNode resource, String field, String value) {
    if (!resource.has(field)) {
      resource.put(field, value);
    }
  }
}
