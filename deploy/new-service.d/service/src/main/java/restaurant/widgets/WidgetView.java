package restaurant.widgets;

import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.Map;
import java.util.Optional;
import restaurant.widgets.WidgetEvent.WidgetAdded;
import restaurant.widgets.WidgetEvent.WidgetRenamed;

/** What staff see of one widget. */
public record WidgetView(String name) {

  public static final View<WidgetView> VIEW =
      new View<>("widgets", WidgetView.class, WidgetView::index);

  /** What it is found by. */
  private Map<String, Object> index() {
    return Map.of("name", name);
  }

  /** How it follows from the events. */
  public static final class FromWidgets implements Projection<WidgetEvent, WidgetView> {

    @Override
    public Optional<WidgetView> evolve(
        String document, Optional<WidgetView> view, TypedEvent<WidgetEvent> event) {
      return switch (event.event()) {
        case WidgetAdded(var name) -> Optional.of(new WidgetView(name));
        case WidgetRenamed(var name) -> view.map(old -> new WidgetView(name));
      };
    }
  }
}
