package restaurant.local.console;

import org.eclipse.jetty.server.Handler;
import restaurant.local.operator.OperatorDesk;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** The page that shows the system, and what a local run adds to it: a live stream, and chaos. */
public final class Console {

  private final Pipeline pipeline = new Pipeline();
  private final OperatorDesk desk = new OperatorDesk();
  private volatile Deliveries deliveries;

  /** What is served before the API. */
  public Handler handler() {
    return new Handler.Sequence(
        new ConsolePage(),
        new PipelineStream(pipeline),
        new ChaosSwitch(this::chaos, this::suffer));
  }

  /** What it shows staff alone. */
  public OperatorDesk desk() {
    return desk;
  }

  /** Passes requests on, and shows which commands were among them. */
  public Handler watching(Handler next) {
    return new CommandWatch(pipeline, next);
  }

  /** Shows what happens on a platform, and lets the page make deliveries bad. */
  public void watch(Platform platform) {
    deliveries = platform.deliveries();
    deliveries.tell(pipeline);
    pipeline.suffers(deliveries.chaos());
    desk.open(platform.backend(), platform::deadLetters);
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  private Chaos chaos() {
    return deliveries == null ? Chaos.NONE : deliveries.chaos();
  }

  private void suffer(Chaos chaos) {
    if (deliveries != null) {
      deliveries.suffer(chaos);
      pipeline.suffers(chaos);
    }
  }
}
