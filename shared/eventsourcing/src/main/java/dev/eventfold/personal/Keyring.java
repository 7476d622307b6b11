package dev.eventfold.personal;

import dev.eventfold.concurrent.LruCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;

/**
 * Seals and opens texts by the keys of persons: AES-256-GCM, as {@code enc:<key id>:<nonce,
 * ciphertext, tag in base64>}. What a text is sealed for, its context, is authenticated with it.
 * Keeps the keys that were used last, for a bounded time: so long an instance may remember whom
 * others have forgotten. Safe for many threads.
 */
public final class Keyring {

  /** What a text reads as whose key is gone. */
  public static final String ERASED = "erased";

  /** For how long keys are kept in memory, unless said. */
  public static final Duration KEPT = Duration.ofMinutes(5);

  private static final int MOST_KEYS = 10_000;

  private static final String PREFIX = "enc:";

  /** Sealed for somebody who is forgotten: by no key. */
  private static final String NOTHING = "enc::";

  private static final Pattern SEALED = Pattern.compile("enc:([^:]+):([A-Za-z0-9+/]+={0,2})");

  /**
   * @param key none where there is none
   */
  private record Known(Optional<PersonKey> key, Instant until) {}

  private final PersonKeys keys;
  private final InstantSource clock;
  private final Duration kept;
  private final LruCache<String, Known> known = LruCache.ofEntries(MOST_KEYS);

  /**
   * @param kept for how long a key, or that there is none, is believed after it was read
   */
  public Keyring(PersonKeys keys, InstantSource clock, Duration kept) {
    this.keys = keys;
    this.clock = clock;
    this.kept = kept;
  }

  /** Whether the person has a key, as far as this instance knows. */
  boolean has(String person) {
    return key(person).isPresent();
  }

  /**
   * Makes sure that the person has a key, before anything of theirs is stored.
   *
   * @return false where they are forgotten
   */
  boolean make(String person) {
    return known
        .get(person)
        .filter(this::isGood)
        .filter(it -> it.key().isPresent())
        .orElseGet(() -> keep(person, keys.make(person)))
        .key()
        .isPresent();
  }

  private Optional<PersonKey> key(String person) {
    return known
        .get(person)
        .filter(this::isGood)
        .orElseGet(() -> keep(person, keys.find(person)))
        .key();
  }

  private Known keep(String person, Optional<PersonKey> key) {
    var now = new Known(key, clock.instant().plus(kept));
    known.put(person, now);
    return now;
  }

  private boolean isGood(Known it) {
    return clock.instant().isBefore(it.until());
  }

  static boolean isSealed(String text) {
    return text.equals(NOTHING) || SEALED.matcher(text).matches();
  }

  /** A text as it may be stored; without its content where the person has no key any more. */
  String seal(String person, String context, String text) {
    return key(person).map(key -> seal(key, context, text)).orElse(NOTHING);
  }

  private static String seal(PersonKey key, String context, String text) {
    var sealed = AesGcm.seal(key.secret(), context, text.getBytes(StandardCharsets.UTF_8));
    return PREFIX + key.id() + ":" + Base64.getEncoder().encodeToString(sealed);
  }

  /**
   * The text that was sealed, or {@link #ERASED}. One that is not sealed was stored before it was
   * personal, and is as it is.
   *
   * @throws DoesNotOpen it was not sealed for this context
   */
  String open(String context, String text) {
    if (!text.startsWith(PREFIX)) {
      return text;
    }
    if (text.equals(NOTHING)) {
      return ERASED;
    }
    var parts = SEALED.matcher(text);
    if (!parts.matches()) {
      throw new DoesNotOpen(context);
    }
    var id = parts.group(1);
    return key(PersonKey.person(id))
        .filter(key -> key.id().equals(id))
        .map(key -> open(key, context, parts.group(2)))
        .orElse(ERASED);
  }

  private static String open(PersonKey key, String context, String base64) {
    try {
      var plain = AesGcm.open(key.secret(), context, Base64.getDecoder().decode(base64));
      return new String(plain, StandardCharsets.UTF_8);
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw new DoesNotOpen(context);
    }
  }
}
