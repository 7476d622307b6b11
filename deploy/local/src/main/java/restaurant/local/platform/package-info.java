/**
 * What stands in for Google Cloud under the functions, on the emulators or in memory: {@link
 * restaurant.local.platform.Platform} stores events, and {@link
 * restaurant.local.platform.Deliveries} brings them to functions as Eventarc and Pub/Sub do, or as
 * badly as {@link restaurant.local.platform.Chaos} wants it.
 */
package restaurant.local.platform;
