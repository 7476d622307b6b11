package restaurant.local.console;

import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.gcp.pubsub.EventMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import restaurant.local.platform.Delivery;
import restaurant.system.Prices;

/**
 * The bill of a run, as it grows: what functions ask Google for is metered on their channels;
 * deliveries, which Google makes by itself, are counted here.
 */
final class RunningBill implements Delivery.Listener, Runnable {

  private final Supplier<Bill> functions;
  private final Prices prices;
  private final Pipeline pipeline;
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private Optional<BilledOperations> shown = Optional.empty();

  /**
   * @param functions what their meter has counted up to now
   */
  RunningBill(Supplier<Bill> functions, Prices prices, Pipeline pipeline) {
    this.functions = functions;
    this.prices = prices;
    this.pipeline = pipeline;
  }

  /** Each attempt is billed, whatever becomes of it. */
  @Override
  public void told(Delivery delivery, Delivery.Outcome outcome, int attempt) {
    if (outcome != Delivery.Outcome.SENT) {
      return;
    }
    long times =
        switch (delivery.hop()) {
          case TRIGGER -> Prices.MESSAGES_PER_TRIGGER;
          case PUSH -> 1;
        };
    messages.add(times);
    bytes.add(times * Meter.messageBytes(List.of(EventMessage.message(delivery.event()))));
  }

  /** Shows the bill, if there is more on it than was shown. */
  @Override
  public synchronized void run() {
    var now =
        Optional.of(BilledOperations.of(functions.get(), messages.sum(), bytes.sum(), prices));
    if (!now.equals(shown)) {
      shown = now;
      pipeline.billed(now.get());
    }
  }
}
