/**
 * Views against the events that they come from: {@code verify} compares and repairs, {@code
 * rebuild} makes one anew under traffic, {@code restore} makes all anew after the event store was
 * put back. The algorithms are the toolkit's, in {@code dev.eventfold.operations}; here is what
 * they need of Firestore, Pub/Sub and the operator.
 */
package restaurant.ops.views;
