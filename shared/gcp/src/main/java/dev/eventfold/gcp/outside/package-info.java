/** The world outside over HTTP: providers that do what effects ask for. */
package dev.eventfold.gcp.outside;
