package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.View;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What views hold, as stored: {@code shapes.txt} of each service. Whoever changes one gives it the
 * next number, so that documents of the old shape are made anew.
 */
class ShapesTest {

  static List<Service> services() {
    return Restaurant.SYSTEM.services();
  }

  @ParameterizedTest
  @MethodSource("services")
  void aNewShapeHasANewNumber(Service service) throws IOException {
    var shapes = Path.of("../../functions/%s/src/test/resources/shapes.txt".formatted(service));
    assertEquals(
        Files.readString(shapes),
        service.feeds().stream()
            .map(feed -> line(feed.view()))
            .distinct()
            .collect(Collectors.joining()));
  }

  private static String line(View<?> view) {
    return "%s %d: %s%n".formatted(view.collection(), view.shape(), words(view.type()));
  }

  /** A record is its fields: its own name is not stored. */
  private static String words(Type type) {
    if (type instanceof ParameterizedType generic) {
      return words(generic.getRawType())
          + Arrays.stream(generic.getActualTypeArguments())
              .map(ShapesTest::words)
              .collect(Collectors.joining(", ", "<", ">"));
    }
    var plain = (Class<?>) type;
    return plain.isRecord()
        ? Arrays.stream(plain.getRecordComponents())
            .map(part -> part.getName() + " " + words(part.getGenericType()))
            .collect(Collectors.joining(", ", "(", ")"))
        : plain.getSimpleName();
  }
}
