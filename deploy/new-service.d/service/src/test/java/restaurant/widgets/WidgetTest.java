package restaurant.widgets;

import dev.eventfold.commands.Rejection.Kind;
import dev.eventfold.testing.DeciderSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.widgets.WidgetCommand.AddWidget;
import restaurant.widgets.WidgetCommand.RenameWidget;
import restaurant.widgets.WidgetEvent.WidgetAdded;
import restaurant.widgets.WidgetEvent.WidgetRenamed;

class WidgetTest {

  private static final WidgetEvent ADDED = new WidgetAdded("First");
  private static final WidgetEvent RENAMED = new WidgetRenamed("Second");

  private static DeciderSpecification<WidgetCommand, WidgetEvent, Widget.State> given(
      WidgetEvent... events) {
    return DeciderSpecification.of(new Widget()).given(events);
  }

  @Test
  void isAdded() {
    given().when(new AddWidget("First")).then(ADDED);
  }

  @Test
  void isRenamed() {
    given(ADDED).when(new RenameWidget("Second")).then(RENAMED);
    given(ADDED, RENAMED).when(new RenameWidget("First")).then(new WidgetRenamed("First"));
  }

  @Test
  void mustHaveBeenAdded() {
    given().when(new RenameWidget("Second")).thenRejected(Kind.NOT_FOUND, "Widget not found.");
  }

  @Test
  void isNotRenamedToTheNameThatItHas() {
    given(ADDED)
        .when(new RenameWidget("First"))
        .thenRejected(Kind.CONFLICT, "Widget has this name already.");
    given(ADDED, RENAMED)
        .when(new RenameWidget("Second"))
        .thenRejected(Kind.CONFLICT, "Widget has this name already.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u2003"})
  void hasAName(String name) {
    given().when(new AddWidget(name)).thenRejected(Kind.INVALID, "Name must be present.");
    given(ADDED).when(new RenameWidget(name)).thenRejected(Kind.INVALID, "Name must be present.");
  }
}
