package restaurant.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.testing.ProjectionSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;
import restaurant.widgets.WidgetEvent.WidgetAdded;
import restaurant.widgets.WidgetEvent.WidgetRenamed;

class WidgetViewTest {

  private static ProjectionSpecification<WidgetEvent, WidgetView> given(WidgetEvent... events) {
    return ProjectionSpecification.of(new WidgetView.FromWidgets(), WidgetEvent.TYPES)
        .given(events);
  }

  @Test
  void showsTheNameThatItHasNow() {
    given(new WidgetAdded("First")).thenShows(new WidgetView("First"));
    given(new WidgetAdded("First"), new WidgetRenamed("Second"))
        .thenShows(new WidgetView("Second"));
  }

  @Test
  void isFoundByItsName() {
    assertEquals(
        Map.of("name", "First"), WidgetView.VIEW.index().apply(new WidgetView("First")));
  }
}
