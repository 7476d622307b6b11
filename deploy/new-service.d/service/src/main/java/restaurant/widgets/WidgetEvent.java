package restaurant.widgets;

import dev.eventfold.events.EventTypes;

/** What happened to one widget. */
public sealed interface WidgetEvent {

  EventTypes<WidgetEvent> TYPES =
      EventTypes.<WidgetEvent>own()
          .add("widgetAdded", WidgetAdded.class)
          .add("widgetRenamed", WidgetRenamed.class);

  record WidgetAdded(String name) implements WidgetEvent {}

  record WidgetRenamed(String name) implements WidgetEvent {}
}
