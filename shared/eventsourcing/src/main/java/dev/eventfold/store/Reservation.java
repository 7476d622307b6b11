package dev.eventfold.store;

/**
 * A value that one stream of a service may claim, ever.
 *
 * @param kind what is unique: "email"
 * @param value the value in its canonical form; compared exactly
 * @param taken the rule to tell a client that comes second: "Email is already taken."
 */
public record Reservation(String kind, String value, String taken) {}
