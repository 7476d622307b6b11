package dev.eventfold.documents;

/**
 * Names one state of one document, for preconditions. Opaque: only the store that made it reads it.
 */
public record Revision(String value) {}
