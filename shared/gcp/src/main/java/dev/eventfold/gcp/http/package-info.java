/**
 * What every HTTP function has in common: {@link dev.eventfold.gcp.http.Endpoint} lets callers in,
 * reads bodies with a limit, turns failures into problems (RFC 9457) and logs one line per request.
 *
 * <p>A few classes more than fifteen: all of them are parts of one request and its answer, and most
 * are used by nothing else.
 */
package dev.eventfold.gcp.http;
