package dev.eventfold.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.events.EventTypes;
import dev.eventfold.projections.Projection;
import java.util.List;
import java.util.Optional;

/**
 * Given what happened in one stream, a document shows this:
 *
 * <pre>given(added, modified).thenShows(item)</pre>
 */
public final class ProjectionSpecification<E, V> {

  private static final String STREAM = "stream";

  private final Projection<E, V> projection;
  private final EventTypes<E> types;
  private final List<E> given;

  private ProjectionSpecification(Projection<E, V> projection, EventTypes<E> types, List<E> given) {
    this.projection = projection;
    this.types = types;
    this.given = given;
  }

  public static <E, V> ProjectionSpecification<E, V> of(
      Projection<E, V> projection, EventTypes<E> types) {
    return new ProjectionSpecification<>(projection, types, List.of());
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // Only read.
  public final ProjectionSpecification<E, V> given(E... events) {
    return new ProjectionSpecification<>(projection, types, List.of(events));
  }

  public void thenShows(V view) {
    assertEquals(Optional.of(view), shown());
  }

  public void thenShowsNothing() {
    assertEquals(Optional.empty(), shown());
  }

  private Optional<V> shown() {
    return projection.fold(STREAM, types, Events.recorded("test", STREAM, types, given));
  }
}
