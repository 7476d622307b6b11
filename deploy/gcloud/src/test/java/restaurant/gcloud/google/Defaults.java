package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** What Google adds to a resource by itself, as far as the scripts look at it. */
final class Defaults {

  private Defaults() {}

  static void complete(Kind kind, ObjectNode resource) {
    switch (kind.collection()) {
      case "databases" -> {
        ifAbsent(resource, "pointInTimeRecoveryEnablement", "POINT_IN_TIME_RECOVERY_DISABLED");
        ifAbsent(resource, "deleteProtectionState", "DELETE_PROTECTION_DISABLED");
      }
      case "indexes" -> {
        ifAbsent(resource, "state", "READY");
        addDocumentName((ArrayNode) resource.get("fields"));
      }
      case "configs" -> {
        ifAbsent(resource, "state", "ACTIVE");
        ifAbsent(resource, "createTime", Instant.now().toString());
      }
      case "apis", "gateways" -> ifAbsent(resource, "state", "ACTIVE");
      default -> {}
    }
  }

  /**
   * The setting of all fields that have none of their own, which each database has from the start
   * and every listing shows: firebase-tools, "the API always returns the __default__
   * configuration"; the indexes: firebase.google.com/docs/firestore/query-data/index-overview.
   */
  static ObjectNode everyField(String database) {
    var field = Call.JSON.createObjectNode();
    field.put("name", database + "/collectionGroups/__default__/fields/*");
    var indexes = field.putObject("indexConfig").putArray("indexes");
    for (var order : List.of("ASCENDING", "DESCENDING")) {
      index(indexes).put("order", order);
    }
    index(indexes).put("arrayConfig", "CONTAINS");
    return field;
  }

  private static ObjectNode index(ArrayNode indexes) {
    var index = indexes.addObject().put("queryScope", "COLLECTION").put("state", "READY");
    return index.putArray("fields").addObject().put("fieldPath", "*");
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
