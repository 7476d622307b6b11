package dev.eventfold.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How decimals travel: as strings like {@code "10.00"}, because most readers of JSON make a number
 * a binary float. A number is read as well, so that whoever writes JSON by hand need not know.
 */
final class Decimals {

  /** As many as a JSON number may have, {@link Json}. */
  private static final int MAX_DIGITS = 400;

  /** Zeros at its end say nothing; zeros at its start would, so it has none. */
  private static final Pattern PADDED = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+");

  private static final Pattern TEXT = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private Decimals() {}

  /** The same text for equal decimals; any other text as it is. */
  static String byValue(String text) {
    return text.length() <= MAX_DIGITS && PADDED.matcher(text).matches()
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
  }

  static Module module() {
    return new SimpleModule("decimals")
        .addSerializer(new Writer())
        .addDeserializer(BigDecimal.class, new Reader());
  }

  private static final class Writer extends StdScalarSerializer<BigDecimal> {

    Writer() {
      super(BigDecimal.class);
    }

    @Override
    public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toPlainString());
    }
  }

  /** Equal values become equal decimals, however many zeros they were written with. */
  private static final class Reader extends StdScalarDeserializer<BigDecimal> {

    Reader() {
      super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return switch (json.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ofNumber(json.getDecimalValue(), context);
        case VALUE_STRING -> ofText(json.getText(), context);
        default -> (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, json);
      };
    }

    /** An exponent can make a short text a number that no memory holds. */
    private BigDecimal ofNumber(BigDecimal number, DeserializationContext context)
        throws IOException {
      if (Math.abs((long) number.scale()) > MAX_DIGITS) {
        return (BigDecimal)
            context.handleWeirdNumberValue(BigDecimal.class, number, "has too many digits");
      }
      return plain(number);
    }

    private BigDecimal ofText(String text, DeserializationContext context) throws IOException {
      if (text.length() > MAX_DIGITS || !TEXT.matcher(text).matches()) {
        return (BigDecimal)
            context.handleWeirdStringValue(BigDecimal.class, text, "is not a decimal number");
      }
      return plain(new BigDecimal(text));
    }

    private static BigDecimal plain(BigDecimal number) {
      var stripped = number.stripTrailingZeros();
      return stripped.setScale(Math.max(stripped.scale(), 0));
    }
  }
}
