package restaurant.local.console;

import dev.eventfold.gcp.metering.Bill;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import restaurant.local.operator.OperatorDesk;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;
import restaurant.system.Prices;

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

  /**
   * Shows what functions are billed for.
   *
   * @param functions what was counted up to now
   * @return shows what has come since the last time; to be called once a second
   */
  public Runnable showBill(Supplier<Bill> functions) {
    var bill = new RunningBill(functions, Prices.list(), pipeline);
    deliveries.tell(
        (delivery, outcome, attempt) -> {
          pipeline.told(delivery, outcome, attempt);
          bill.told(delivery, outcome, attempt);
        });
    bill.run();
    return bill;
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
