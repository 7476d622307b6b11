/** The stores on Firestore, and what a trigger of Firestore says. */
package dev.eventfold.gcp.firestore;
