package restaurant.ops;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.gcp.Clients;
import dev.eventfold.store.TransientFailure;
import java.util.concurrent.ExecutionException;

/** Deletes collections of views; no port has that. */
final class Collections implements AutoCloseable {

  private final Firestore firestore;

  Collections(Clients clients) {
    this.firestore = clients.firestore("views");
  }

  void delete(String collection) {
    try {
      firestore.recursiveDelete(firestore.collection(collection)).get();
    } catch (ExecutionException e) {
      throw new TransientFailure(collection + " is not deleted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }

  @Override
  public void close() {
    firestore.shutdownNow();
  }
}
