package dev.eventfold.documents;

/**
 * One state of one document, for preconditions. Each store has its own, and reads no other's; two
 * of the same state are equal.
 */
public interface Revision {}
