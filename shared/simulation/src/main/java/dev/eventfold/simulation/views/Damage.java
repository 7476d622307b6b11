package dev.eventfold.simulation.views;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Write;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Trace;
import dev.eventfold.simulation.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Now and then somebody writes what no event says: changes a document, blanks or removes it. */
public final class Damage {

  private static final Query EVERYTHING = Query.first(10_000);

  private final World world;
  private final Choices choices;
  private final FaultRates rates;
  private final Counters counters;
  private final Trace trace;
  private final Oracle oracle;
  private final DamagedDocuments damaged;

  public Damage(
      World world,
      Choices choices,
      FaultRates rates,
      Counters counters,
      Trace trace,
      Oracle oracle,
      DamagedDocuments damaged) {
    this.world = world;
    this.choices = choices;
    this.rates = rates;
    this.counters = counters;
    this.trace = trace;
    this.oracle = oracle;
    this.damaged = damaged;
  }

  public void perhaps() {
    if (!choices.chance(rates.rate(Fault.DAMAGED))) {
      return;
    }
    var collections =
        oracle.expected(world.journal()).views().keySet().stream()
            .sorted()
            .map(world::current)
            .filter(it -> !world.views().page(it, EVERYTHING).isEmpty())
            .toList();
    if (!collections.isEmpty()) {
      var collection = collections.get(choices.below(collections.size()));
      // Whoever damages a document has no key, and can't make it look sealed.
      var documents = world.unforgotten(world.views()).page(collection, EVERYTHING);
      damage(collection, documents.get(choices.below(documents.size())));
    }
  }

  private void damage(String collection, Document document) {
    counters.add(Fault.DAMAGED);
    var there = document.content();
    switch (choices.below(5)) {
      case 0 -> put(collection, there.version(), there.body().map(Damage::bent), document);
      case 1 -> put(collection, there.version() + 1, there.body(), document);
      case 2 -> put(collection, there.version(), Optional.empty(), document);
      case 3 -> stranger(collection, document);
      default -> {
        trace.add(() -> "somebody removes %s/%s".formatted(collection, document.id()));
        var key = new Key(collection, document.id());
        damaged.open(key);
        world.views().remove(key, document.revision());
      }
    }
  }

  private void stranger(String collection, Document like) {
    trace.add(() -> "somebody puts one more into " + collection);
    var there = like.content();
    // Of a checkpoint, what stands before the stream's id.
    var id = like.id().replaceFirst("[^~]*$", "no-such-id");
    var content = new Document.Content(id, there.version(), there.body(), there.index());
    write(collection, content);
  }

  private void put(
      String collection, long version, Optional<? extends JsonNode> body, Document document) {
    trace.add(
        () -> "somebody makes %s/%s %s at %d".formatted(collection, document.id(), body, version));
    Map<String, Object> index = body.isPresent() ? document.content().index() : Map.of();
    var content = new Document.Content(document.id(), version, body.map(it -> it), index);
    write(collection, content);
  }

  private void write(String collection, Document.Content content) {
    damaged.open(new Key(collection, content.id()));
    world.views().commit(List.of(new Write(collection, content, new Write.Precondition.None())));
  }

  /** The same shape, and another value of the first field that has one. */
  private static ObjectNode bent(JsonNode body) {
    ObjectNode bent = body.deepCopy();
    for (Predicate<JsonNode> kind :
        List.<Predicate<JsonNode>>of(JsonNode::isTextual, JsonNode::isArray, JsonNode::isNumber)) {
      var found =
          bent.properties().stream()
              .filter(field -> kind.test(field.getValue()) && !field.getKey().startsWith("$"))
              .findFirst();
      if (found.isPresent()) {
        return bent.set(found.get().getKey(), another(found.get().getValue()));
      }
    }
    return bent;
  }

  private static JsonNode another(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf("damaged");
    }
    return value.isArray()
        ? JsonNodeFactory.instance.arrayNode()
        : LongNode.valueOf(value.asLong() + 7);
  }
}
