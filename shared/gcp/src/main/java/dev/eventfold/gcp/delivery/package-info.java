/** The functions that nobody waits for: publishing, projecting and reconciling. */
package dev.eventfold.gcp.delivery;
