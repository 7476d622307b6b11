package restaurant.local.operations;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import dev.eventfold.gcp.Clients;
import java.util.List;
import restaurant.system.Restaurant;

/** Puts an event store back, as a restore does: what was made later is not there any more. */
final class Putting {

  private Putting() {}

  /** How many documents are gone. */
  static int back(Clients clients, Timestamp moment) throws Exception {
    int deleted = 0;
    var firestore = clients.eventStore();
    try {
      for (var service : Restaurant.SYSTEM.writers()) {
        for (var kind : List.of("events", "reservations")) {
          for (var later : laterThan(firestore, service + "-" + kind, moment)) {
            later.getReference().delete().get();
            deleted++;
          }
        }
      }
    } finally {
      firestore.shutdownNow();
    }
    return deleted;
  }

  private static List<QueryDocumentSnapshot> laterThan(
      Firestore firestore, String collection, Timestamp moment) throws Exception {
    return firestore.collection(collection).get().get().getDocuments().stream()
        .filter(document -> document.getCreateTime().compareTo(moment) > 0)
        .toList();
  }
}
