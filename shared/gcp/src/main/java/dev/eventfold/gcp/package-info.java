/**
 * The ports on Google Cloud. {@link dev.eventfold.gcp.Backend} is what a function needs from
 * outside; {@link dev.eventfold.gcp.GoogleBackend} is the one on Firestore and Pub/Sub.
 *
 * <p>Begin with {@code dev.eventfold.gcp.service}: how a service is defined.
 */
package dev.eventfold.gcp;
