package dev.eventfold.emulators;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Fetches an image as long as something comes. Testcontainers would do it by itself, in silence and
 * for minutes, even where Docker's registry can't be reached.
 */
final class ImagePull extends ResultCallback.Adapter<PullResponseItem> {

  /** How long nothing may come. */
  static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final long TELL_EVERY_SECONDS = 5;
  private static final long MEGABYTE = 1_000_000;

  private final String image;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<String, Long> layers = new HashMap<>();
  private Optional<String> error = Optional.empty();
  private long lastProgress = System.nanoTime();

  private ImagePull(String image) {
    this.image = image;
  }

  /**
   * Returns once Docker has the image.
   *
   * @param size of what may have to be fetched, for people
   * @throws EmulatorsUnavailable it can't be had; the message is one line for people
   */
  static void ensure(DockerClient docker, String image, String size, Duration patience) {
    try {
      docker.inspectImageCmd(image).exec();
      return;
    } catch (NotFoundException e) {
      System.err.printf("Docker fetches the image %s (%s).%n", image, size);
    }
    var pull = new ImagePull(image);
    docker.pullImageCmd(image).exec(pull);
    try {
      pull.await(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorsUnavailable("interrupted while Docker fetched " + image, e);
    } finally {
      pull.abandon();
    }
  }

  @Override
  public synchronized void onNext(PullResponseItem item) {
    if (item.getErrorDetail() != null) {
      error = Optional.of(String.valueOf(item.getErrorDetail().getMessage()));
      return;
    }
    var detail = item.getProgressDetail();
    long bytes = detail == null || detail.getCurrent() == null ? 0 : detail.getCurrent();
    // A layer is downloaded, then extracted: each counts from nothing.
    var before = layers.put(item.getId() + " " + item.getStatus(), bytes);
    if (before == null || before < bytes) {
      lastProgress = System.nanoTime();
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    error = Optional.of(DockerEmulators.root(failure));
    ended.countDown();
  }

  @Override
  public void onComplete() {
    ended.countDown();
  }

  private void await(Duration patience) throws InterruptedException {
    long waited = 0;
    while (!ended.await(1, TimeUnit.SECONDS)) {
      if (isStalled(patience)) {
        throw new EmulatorsUnavailable(
            "Docker can't fetch %s: nothing came for %d seconds."
                .formatted(image, patience.toSeconds()));
      }
      if (++waited % TELL_EVERY_SECONDS == 0) {
        System.err.printf("  %d MB so far%n", downloaded() / MEGABYTE);
      }
    }
    failure()
        .ifPresent(
            why -> {
              throw new EmulatorsUnavailable("Docker can't fetch %s: %s".formatted(image, why));
            });
  }

  private synchronized boolean isStalled(Duration patience) {
    return System.nanoTime() - lastProgress > patience.toNanos();
  }

  private synchronized long downloaded() {
    return layers.entrySet().stream()
        .filter(layer -> layer.getKey().endsWith(" Downloading"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private synchronized Optional<String> failure() {
    return error;
  }

  private void abandon() {
    try {
      close();
    } catch (IOException e) {
      // Nobody waits for it any more.
    }
  }
}
