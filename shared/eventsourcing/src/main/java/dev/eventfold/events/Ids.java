package dev.eventfold.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Ids that are derived, never drawn: the same command always makes the same ones. */
public final class Ids {

  private static final UUID NAMESPACE = UUID.fromString("6d9c8f4e-5b0a-5c39-9d0e-2f6a1f1f7a10");

  private Ids() {}

  /**
   * A command's id. Never from the key alone: two callers that picked the same key must not get
   * each other's answers.
   */
  public static String command(String service, String caller, String idempotencyKey) {
    return derive(NAMESPACE, service + "\n" + caller + "\n" + idempotencyKey).toString();
  }

  /**
   * The id of a command on something that exists. A key counts for one aggregate: nobody looks into
   * the streams of others, and used on two of them it would make two events with the same id.
   */
  public static String command(
      String service, String caller, String idempotencyKey, String aggregateId) {
    return derive(UUID.fromString(command(service, caller, idempotencyKey)), "on/" + aggregateId)
        .toString();
  }

  /** The id of whoever calls, from the name that their token gives them: one for each. */
  public static String caller(String name) {
    return derive(NAMESPACE, "caller\n" + name).toString();
  }

  /**
   * The id of what follows from an event, and of nothing else.
   *
   * @param name of what follows
   */
  public static String following(String eventId, String name) {
    return derive(UUID.fromString(eventId), "then/" + name).toString();
  }

  /** The id of the aggregate that a command creates. */
  public static String aggregate(String commandId) {
    return derive(UUID.fromString(commandId), "aggregate").toString();
  }

  /** The id of a command's event, counted from 0. */
  public static String event(String commandId, int index) {
    return derive(UUID.fromString(commandId), "event/" + index).toString();
  }

  /** SHA-256 of a text, in hexadecimal. */
  public static String hash(String text) {
    return HexFormat.of()
        .formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A UUID of version 5 (RFC 9562, section 5.5). */
  static UUID derive(UUID namespace, String name) {
    var sha1 = digest("SHA-1");
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits())
            .array());
    var bytes = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = bytes.getLong() & 0xffff_ffff_ffff_0fffL | 0x5000L;
    long low = bytes.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
