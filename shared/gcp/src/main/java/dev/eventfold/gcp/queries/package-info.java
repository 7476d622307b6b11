/** {@code GET}: lists, documents, histories, time travel and reading one's own writes. */
package dev.eventfold.gcp.queries;
