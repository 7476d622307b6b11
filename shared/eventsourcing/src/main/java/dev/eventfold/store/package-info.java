/**
 * Where events are kept, and what tells others of them. {@link dev.eventfold.store.EventStore} is
 * the port that commands and projectors use: append on a condition, read one stream. {@link
 * dev.eventfold.store.EventLog} reads across streams, for the tools that look after a system.
 * {@link dev.eventfold.store.EventBus} tells whoever subscribes, at least once and in any order.
 *
 * <p>The contracts are in the Javadoc of each method; {@code dev.eventfold.testing} has the suite
 * that every adapter passes. Next: {@code dev.eventfold.commands}.
 */
package dev.eventfold.store;
