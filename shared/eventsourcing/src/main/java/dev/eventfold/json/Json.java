package dev.eventfold.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/**
 * How this system reads and writes JSON: numbers keep every digit, decimals are strings and may be
 * numbers, nothing else is coerced, what is missing is an error unless it is an Optional.
 */
public final class Json {

  static final int MAX_DEPTH = 200;

  private static final int MAX_NUMBER_LENGTH = 400;

  /** For what we stored or others sent: unknown fields are somebody else's business. */
  public static final ObjectMapper TOLERANT = mapper(false);

  /** For what clients send: unknown fields are errors. */
  public static final ObjectMapper STRICT = mapper(true);

  private static final ObjectWriter SORTED =
      TOLERANT.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private Json() {}

  private static ObjectMapper mapper(boolean failOnUnknown) {
    var limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .build();
    var mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // What is missing is null, and null is an error: but for an Optional, which is empty.
            .addModule(new Jdk8Module())
            .addModule(Decimals.module())
            .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, failOnUnknown)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    return mapper;
  }

  /** The tree of a record of ours. */
  public static JsonNode tree(Object value) {
    return TOLERANT.valueToTree(value);
  }

  public static String text(JsonNode tree) {
    try {
      return TOLERANT.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The same text for the same fields and values, in whatever order and with however many zeros
   * they came: 10, 10.00, 1e1 and "10.0" are one number. Hashes of such texts are stored with
   * events.
   */
  public static String byValue(JsonNode tree) {
    try {
      return SORTED.writeValueAsString(plain(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode plain(JsonNode node) {
    if (node.isNumber()) {
      return TextNode.valueOf(node.decimalValue().stripTrailingZeros().toPlainString());
    }
    if (node.isTextual()) {
      return TextNode.valueOf(Decimals.byValue(node.textValue()));
    }
    if (node instanceof ObjectNode object) {
      var plain = TOLERANT.createObjectNode();
      object.properties().forEach(field -> plain.set(field.getKey(), plain(field.getValue())));
      return plain;
    }
    if (node instanceof ArrayNode array) {
      var plain = TOLERANT.createArrayNode();
      array.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return node;
  }

  /** How many characters a tree has as text, about: nothing is written. */
  public static long size(JsonNode tree) {
    long size = 2;
    if (tree instanceof ObjectNode object) {
      for (var field : object.properties()) {
        size += field.getKey().length() + 4 + size(field.getValue());
      }
      return size;
    }
    for (var item : tree) {
      size += 1 + size(item);
    }
    return size + (tree.isTextual() ? tree.textValue().length() : tree.isNumber() ? 8 : 4);
  }

  /**
   * The tree of a text that we wrote.
   *
   * @throws IllegalArgumentException it is not JSON
   */
  public static JsonNode parse(String text) {
    try {
      return TOLERANT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
