package dev.eventfold.gcp.outside;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes the first bytes of a body and no more. No thread waits for what does not come. */
final class StartOfBody implements BodySubscriber<byte[]> {

  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> start = new CompletableFuture<>();
  private Flow.Subscription subscription;

  /**
   * @param most bytes that are taken
   */
  StartOfBody(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return start;
  }

  @Override
  public void onSubscribe(Flow.Subscription body) {
    subscription = body;
    body.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> more) {
    for (var buffer : more) {
      var taken = new byte[Math.min(buffer.remaining(), most - bytes.size())];
      buffer.get(taken);
      bytes.writeBytes(taken);
    }
    if (bytes.size() == most) {
      subscription.cancel();
      onComplete();
    }
  }

  @Override
  public void onError(Throwable failure) {
    start.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    start.complete(bytes.toByteArray());
  }
}
