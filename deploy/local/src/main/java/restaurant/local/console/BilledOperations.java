package restaurant.local.console;

import dev.eventfold.gcp.metering.Amount;
import dev.eventfold.gcp.metering.Bill;
import restaurant.system.Prices;

/**
 * What Google would bill, since the run began.
 *
 * @param reads of documents, and queries that found nothing
 * @param messages that were published and delivered, and those of triggers
 * @param dollars at list prices, of Firestore and Pub/Sub
 */
record BilledOperations(long reads, long writes, long deletes, long messages, double dollars) {

  /**
   * Adds deliveries, which no function asks for, to what functions asked for.
   *
   * @param deliveredBytes as Pub/Sub bills them
   */
  static BilledOperations of(
      Bill functions, long deliveredMessages, long deliveredBytes, Prices prices) {
    var deletes = functions.of(Amount.DELETES);
    return new BilledOperations(
        functions.reads(),
        functions.writes(),
        deletes,
        functions.of(Amount.MESSAGES) + deliveredMessages,
        prices.dollars(
            functions.reads(),
            functions.writes(),
            deletes,
            functions.of(Amount.MESSAGE_BYTES) + deliveredBytes));
  }
}
