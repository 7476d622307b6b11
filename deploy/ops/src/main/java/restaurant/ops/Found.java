package restaurant.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;

/** One thing that a command has found: a line for people, and fields for programs. */
public interface Found {

  /** What it is, for programs: "event". */
  String kind();

  /** The line for people. */
  String text();

  /** What programs get beside the kind: as a rule, the components of the record. */
  default ObjectNode fields() {
    return (ObjectNode) Json.tree(this);
  }

  /** All that programs get. */
  default ObjectNode document() {
    var document = Json.TOLERANT.createObjectNode().put("kind", kind());
    document.setAll(fields());
    return document;
  }
}
