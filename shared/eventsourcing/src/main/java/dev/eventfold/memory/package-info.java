/** Both stores in memory, as unkind as Firestore where it matters: for tests and demonstrations. */
package dev.eventfold.memory;
