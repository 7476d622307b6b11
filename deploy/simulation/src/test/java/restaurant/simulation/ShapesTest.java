package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.projections.View;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What views hold, as stored: {@code shapes.txt}. Whoever changes one gives it the next number, so
 * that documents of the old shape are made anew.
 */
final class ShapesTest {

  @Test
  void aNewShapeHasANewNumber() throws IOException {
    var shapes = new TreeMap<String, String>();
    for (var feed : Deployment.FEEDS) {
      View<?> view = feed.view();
      shapes.put(view.collection(), view.shape() + ": " + words(view.type()));
    }
    assertEquals(
        Files.readString(Path.of("src/test/resources/shapes.txt")),
        shapes.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  private static String words(Type type) {
    if (type instanceof ParameterizedType generic) {
      return words(generic.getRawType())
          + Arrays.stream(generic.getActualTypeArguments())
              .map(ShapesTest::words)
              .collect(Collectors.joining(", ", "<", ">"));
    }
    var plain = (Class<?>) type;
    return plain.getSimpleName()
        + (plain.isRecord()
            ? Arrays.stream(plain.getRecordComponents())
                .map(part -> part.getName() + " " + words(part.getGenericType()))
                .collect(Collectors.joining(", ", "(", ")"))
            : "");
  }
}
