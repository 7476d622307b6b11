package restaurant.local.console;

import org.eclipse.jetty.server.Handler;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;

/** The page that shows the system, and what a local run adds to it: a live stream, and chaos. */
public final class Console {

  private final Pipeline pipeline = new Pipeline();
  private volatile Deliveries deliveries;

  /** What is served before the API. */
  public Handler handler() {
    return new Handler.Sequence(
        new ConsolePage(),
        new PipelineStream(pipeline),
        new ChaosSwitch(this::chaos, this::suffer));
  }

  /** Passes requests on, and shows which commands were among them. */
  public Handler watching(Handler next) {
    return new CommandWatch(pipeline, next);
  }

  /** Shows deliveries, and lets the page make them bad. */
  public void watch(Deliveries deliveries) {
    this.deliveries = deliveries;
    deliveries.tell(pipeline);
    pipeline.suffers(deliveries.chaos());
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
