package restaurant.system;

import static dev.eventfold.testing.schemas.SchemaGate.given;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Feed;
import dev.eventfold.testing.schemas.GoldenEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No service breaks what it has stored, nor who listens to it. */
class SchemaGateTest {

  static GoldenEvents golden(String service) throws IOException {
    return GoldenEvents.in(
        Path.of("../../functions/%s/src/test/resources/golden".formatted(service)), service);
  }

  static List<Service> writers() {
    return Restaurant.SYSTEM.writers();
  }

  static List<Named<Feed<?, ?>>> feeds() {
    return Restaurant.SYSTEM.feeds().stream()
        .map(
            feed ->
                Named.<Feed<?, ?>>of(
                    feed.source() + " to " + Restaurant.SYSTEM.projector(feed), feed))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("writers")
  void aServiceWritesWhatItAlwaysWroteAndReadsAllOfIt(Service service) throws IOException {
    given(golden(service.name()))
        .whenWrittenBy(service.aggregate().orElseThrow())
        .thenNothingBreaks();
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void aViewUnderstandsWhatItsSourceEverWrote(Feed<?, ?> feed) throws IOException {
    given(golden(feed.source())).whenReadBy(feed).thenNothingBreaks();
  }
}
