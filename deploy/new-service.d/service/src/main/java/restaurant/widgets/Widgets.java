package restaurant.widgets;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Feed;
import java.util.Map;

/** The widgets service: which there are, and what they are called. Staff alone may use it. */
public final class Widgets {

  static final Aggregate<WidgetCommand, WidgetEvent, Widget.State> WIDGET =
      Aggregate.of(new Widget(), WidgetEvent.TYPES)
          .snapshots(1, Map.of("added", Widget.State.Added.class));

  private static final Feed<WidgetEvent, WidgetView> FROM_WIDGETS =
      Feed.of(WidgetView.VIEW, "widgets", WidgetEvent.TYPES, new WidgetView.FromWidgets());

  private static final Resource<WidgetEvent, WidgetView> WIDGETS =
      Resource.at("/widgets", FROM_WIDGETS).filter("name", Kind.TEXT).orderedBy("name").build();

  public static final Service SERVICE =
      Service.named("widgets")
          .decides(WIDGET, WidgetCommand.TYPES, CommandAccess.staff())
          .fedBy(FROM_WIDGETS)
          .answers(WIDGETS)
          .runAs(WidgetsFunction.class, WidgetsPublisher.class);

  private Widgets() {}
}
