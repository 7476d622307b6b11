package dev.eventfold.gcp.metering;

/** What is counted. */
public enum Amount {
  /** Documents that Firestore returned or looked for in vain, and queries that found nothing. */
  READS,
  /** Documents that a commit creates, sets or updates. */
  WRITES,
  /** Documents that a commit deletes: they have a price of their own. */
  DELETES,
  /** Messages that were published. */
  MESSAGES,
  /** Their bytes, as {@link Meter#messageBytes} says. */
  MESSAGE_BYTES,
  /** Calls of which the meter doesn't know the price. */
  UNPRICED_CALLS,
  /** Bytes of requests: protobuf, without the headers of HTTP. */
  SENT_BYTES,
  /** Bytes of answers, likewise. */
  RECEIVED_BYTES
}
