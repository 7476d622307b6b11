/**
 * What every HTTP function has in common: {@link dev.eventfold.gcp.http.Endpoint} lets callers in,
 * reads bodies with a limit, turns failures into problems (RFC 9457) and logs one line per request.
 *
 * <p>More than 15 classes: an endpoint is made of them, and nothing else needs them.
 */
package dev.eventfold.gcp.http;
