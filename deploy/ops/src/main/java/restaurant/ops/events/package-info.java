/**
 * What happened: {@code history} of one aggregate, {@code tail} of all as it comes, and {@code
 * replay}, which publishes it again.
 */
package restaurant.ops.events;
