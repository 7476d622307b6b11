/**
 * A stand-in for Google's control plane, which the real {@code gcloud} is sent to: {@link
 * restaurant.gcloud.google.ControlPlane} takes its calls, {@link restaurant.gcloud.google.Google}
 * keeps what they make, and Pub/Sub's emulator answers for topics and subscriptions.
 *
 * <p>More than 15 classes: it is as many parts of Google that are stood in for.
 */
package restaurant.gcloud.google;
