package dev.eventfold.gcp.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query.Direction;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.eventfold.gcp.firestore.Emulated;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not seen in what the toolkit does, which BillTest shows. */
class MeterTest {

  private final Meter meter = new Meter();
  private final String collection = "metered-" + UUID.randomUUID();
  private final Firestore firestore = Emulated.clients(List.of(meter)).views();

  @AfterEach
  void disconnect() throws Exception {
    firestore.close();
  }

  private void create(String... ids) throws Exception {
    var batch = firestore.batch();
    for (var id : ids) {
      batch.create(firestore.collection(collection).document(id), Map.of("n", 1));
    }
    batch.commit().get();
  }

  @Test
  void aDeleteIsNoWrite() throws Exception {
    create("a", "b");
    firestore
        .batch()
        .delete(firestore.collection(collection).document("a"))
        .set(firestore.collection(collection).document("b"), Map.of("n", 2))
        .commit()
        .get();
    var bill = meter.bill();
    assertEquals(3, bill.writes());
    assertEquals(1, bill.of(Amount.DELETES));
    assertEquals(Map.of("Commit", 2L), bill.calls());
  }

  @Test
  void aBulkWriterIsBilledAsACommitIs() throws Exception {
    var bulk = firestore.bulkWriter();
    bulk.create(firestore.collection(collection).document("a"), Map.of("n", 1));
    bulk.flush().get();
    assertEquals(1, meter.bill().writes());
    assertEquals(Map.of("BatchWrite", 1L), meter.bill().calls());
  }

  @Test
  void aQueryIsBilledForWhatItFindsAndForWhatItSkips() throws Exception {
    create("a", "b", "c");
    var query = firestore.collection(collection).orderBy("n", Direction.ASCENDING);
    query.offset(1).get().get();
    assertEquals(3, meter.bill().reads());
    firestore.collection(collection + "-empty").get().get();
    assertEquals(4, meter.bill().reads());
  }

  /** A read in a transaction is a read, and its commit writes nothing. */
  @Test
  void aTransactionIsFreeButForWhatItReadsAndWrites() throws Exception {
    create("a");
    var document = firestore.collection(collection).document("a");
    firestore.runTransaction(all -> all.get(document).get().exists()).get();
    var bill = meter.bill();
    assertEquals(1, bill.reads());
    assertEquals(1, bill.writes());
    assertEquals(0, bill.of(Amount.UNPRICED_CALLS));
  }

  @Test
  void aCallWithoutAKnownPriceIsSeen() throws Exception {
    create("a");
    firestore.collection(collection).count().get().get();
    firestore.collection(collection).listDocuments().forEach(each -> {});
    var bill = meter.bill();
    assertEquals(2, bill.of(Amount.UNPRICED_CALLS), bill::toString);
    assertTrue(bill.calls().containsKey("RunAggregationQuery"), bill::toString);
  }

  @Test
  void bytesAreThoseOfTheMessages() throws Exception {
    create("a");
    var bill = meter.bill();
    assertTrue(bill.of(Amount.SENT_BYTES) > collection.length(), bill::toString);
    assertTrue(bill.of(Amount.RECEIVED_BYTES) > 0, bill::toString);
  }

  @Test
  void aSmallMessageIsBilledAs1000Bytes() {
    var small = PubsubMessage.newBuilder().putAttributes("name", "value").build();
    var large =
        PubsubMessage.newBuilder()
            .putAttributes("name", "é")
            .setData(ByteString.copyFrom(new byte[2_000]))
            .build();
    assertEquals(1_000, Meter.messageBytes(List.of(small)));
    assertEquals(2_000 + 4 + 2 + 37, Meter.messageBytes(List.of(large)));
  }
}
