package dev.eventfold.simulation.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.clients.Known;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Journal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A view that readers look at, and what they must see there. */
public interface ReadModel {

  /** The service whose queries answer. */
  String service();

  /** Where it is: "/parcels"; one document is at the path plus its id. */
  String path();

  /** The name of the view. */
  String view();

  /** The fields that a list can be ordered by. */
  List<String> sortFields();

  /** Whether each document follows from one stream that is named as it is. */
  boolean hasOwnStreams();

  /** What everybody but staff is answered who asks for a document; empty where all may see it. */
  OptionalInt refusal();

  /**
   * How documents follow each other in a list.
   *
   * @param orderBy as a client asks for it; empty for the usual order
   */
  Comparator<JsonNode> order(String orderBy, Journal journal);

  /** What clients are shown of a stored document; empty while there is nothing to show. */
  Optional<ObjectNode> shown(Document document);

  /**
   * Whether events say what is shown, at the version that it claims.
   *
   * @param isNext whether the next release shows it
   * @param past it is shown as it was, and so without what other streams have made of it
   */
  boolean isTrue(JsonNode shown, boolean isNext, boolean past, Journal journal);

  /** Something that a list can be filtered by. */
  Filter filter(Choices choices, Known known, Journal journal);

  /** How much of other streams a document shows: readers never see less than before. */
  default long outside(JsonNode shown) {
    return 0;
  }

  /** The events that have a document each, where documents have no streams of their own. */
  default List<RecordedEvent> entries(Journal journal) {
    return journal.all();
  }

  /** Whether somebody may see its documents. */
  default boolean isReadBy(Caller caller) {
    return caller.isStaff() || refusal().isEmpty();
  }

  /** Whether a document may show nothing any more, as far as anybody knows now. */
  default boolean mayBeGone(String id, Journal journal) {
    return false;
  }
}
