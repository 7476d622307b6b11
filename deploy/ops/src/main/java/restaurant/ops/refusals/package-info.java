/**
 * Commands that were refused, and why: {@code refusals} reads them from Cloud Logging or from the
 * log of a local run.
 */
package restaurant.ops.refusals;
