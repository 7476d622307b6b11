/** One trace from a request to the last view, by OpenTelemetry. */
package dev.eventfold.gcp.tracing;
