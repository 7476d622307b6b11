/** Finds or starts the emulators of Firestore and Pub/Sub, for tests and for local runs. */
package dev.eventfold.emulators;
