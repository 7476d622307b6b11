package dev.eventfold.commands;

import java.util.Optional;

/**
 * Streams that were folded and put aside, so that a cold load of a long one reads little. All of
 * them can be thrown away at any time.
 */
public interface Snapshots<S> {

  Optional<LoadedStream<S>> load(String stream);

  /** Never fails: a snapshot that was not written is a slower load, no more. */
  void save(LoadedStream<S> folded);

  static <S> Snapshots<S> none() {
    return new Snapshots<>() {
      @Override
      public Optional<LoadedStream<S>> load(String stream) {
        return Optional.empty();
      }

      @Override
      public void save(LoadedStream<S> folded) {}
    };
  }
}
