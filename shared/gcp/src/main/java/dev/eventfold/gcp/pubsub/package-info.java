/** The bus on Pub/Sub: an event is a CloudEvent in the binary mode of the Pub/Sub binding. */
package dev.eventfold.gcp.pubsub;
