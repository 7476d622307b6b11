package dev.eventfold.personal;

import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.store.EventLog;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** See {@link Vault}. */
final class SealedEventLog implements EventLog {

  private final EventLog log;
  private final Vault vault;

  SealedEventLog(EventLog log, Vault vault) {
    this.log = log;
    this.vault = vault;
  }

  @Override
  public void readByKey(String from, String before, Consumer<Slot> each) {
    log.readByKey(from, before, slot -> each.accept(opened(slot)));
  }

  @Override
  public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
    log.readByTime(
        from, before, it -> each.test(new Committed(opened(it.slot()), it.at(), it.seenAt())));
  }

  private Slot opened(Slot slot) {
    try {
      return slot.readable().map(vault::opened).map(Slot::new).orElse(slot);
    } catch (UnreadableEvent tampered) {
      return new Slot(slot.service(), slot.key(), Optional.empty());
    }
  }
}
