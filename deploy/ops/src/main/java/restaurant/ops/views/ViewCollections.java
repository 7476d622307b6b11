package restaurant.ops.views;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.gcp.Clients;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.TransientFailure;
import java.util.concurrent.ExecutionException;

/** Deletes collections of views; no port has that. */
final class ViewCollections implements AutoCloseable {

  private final Firestore firestore;
  private final Patience patience;

  ViewCollections(Clients clients, Patience patience) {
    this.firestore = clients.views();
    this.patience = patience;
  }

  /** What is deleted already stays so, whatever a store does not answer. */
  void delete(String collection) {
    patience.await(
        () -> {
          deleteOnce(collection);
          return null;
        });
  }

  private void deleteOnce(String collection) {
    try {
      firestore.recursiveDelete(firestore.collection(collection)).get();
    } catch (ExecutionException e) {
      // The client does not say by which code: it may pass.
      throw new TransientFailure("%s is not deleted: %s".formatted(collection, e.getCause()), e);
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
