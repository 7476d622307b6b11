package restaurant.ops.views;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import dev.eventfold.operations.Finding;
import java.util.Optional;
import restaurant.ops.Found;

/**
 * A document that is not what the events say, and what became of it.
 *
 * @param repaired empty where nobody has tried to
 * @param why it could not be repaired
 */
record WrongDocument(Finding finding, Optional<Boolean> repaired, Optional<String> why)
    implements Found {

  static WrongDocument found(Finding finding) {
    return new WrongDocument(finding, Optional.empty(), Optional.empty());
  }

  /**
   * @param why it was not; empty if it was
   */
  static WrongDocument repaired(Finding finding, Optional<String> why) {
    return new WrongDocument(finding, Optional.of(why.isEmpty()), why);
  }

  @Override
  public String kind() {
    return "document";
  }

  @Override
  public String text() {
    return "  " + finding + repaired.map(it -> " - " + why.orElse("repaired")).orElse("");
  }

  @Override
  public ObjectNode fields() {
    var fields = (ObjectNode) Json.tree(finding);
    fields.set("finding", fields.remove("kind"));
    repaired.ifPresent(it -> fields.put("repaired", it));
    why.ifPresent(it -> fields.put("why", it));
    return fields;
  }
}
