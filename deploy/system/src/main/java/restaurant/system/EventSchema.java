package restaurant.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import dev.eventfold.json.Json;
import dev.eventfold.personal.Personal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The JSON Schema of payloads, as {@link Json} writes records. */
final class EventSchema {

  private static final SchemaGenerator GENERATOR = generator();

  private EventSchema() {}

  /**
   * What is of a person is marked: on the bus, each text in it is sealed.
   *
   * @param type a record
   */
  static ObjectNode of(Class<?> type) {
    var schema = GENERATOR.generateSchema(type);
    for (var component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Personal.class)
          && schema.at("/properties/" + component.getName()) instanceof ObjectNode property) {
        property.put("x-personal", true);
      }
    }
    return schema;
  }

  private static SchemaGenerator generator() {
    var config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
            .with(Option.INLINE_ALL_SCHEMAS)
            .without(Option.FLATTENED_OPTIONALS, Option.SCHEMA_VERSION_INDICATOR);
    config
        .forFields()
        // What is empty is not written, and never null.
        .withTargetTypeOverridesResolver(
            field ->
                isOptional(field) ? List.of(field.getTypeParameterFor(Optional.class, 0)) : null)
        .withRequiredCheck(field -> !isOptional(field));
    config
        .forTypesInGeneral()
        // In the order in which they are declared.
        .withPropertySorter((one, other) -> 0)
        .withCustomDefinitionProvider(
            (type, context) ->
                type.isInstanceOf(BigDecimal.class) ? new CustomDefinition(decimal()) : null);
    return new SchemaGenerator(config.build());
  }

  private static boolean isOptional(FieldScope field) {
    return field.getDeclaredType().isInstanceOf(Optional.class);
  }

  private static ObjectNode decimal() {
    return Json.TOLERANT
        .createObjectNode()
        .put("type", "string")
        .put("pattern", "^-?[0-9]+(\\.[0-9]+)?$");
  }
}
