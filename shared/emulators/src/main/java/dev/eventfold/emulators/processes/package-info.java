/** Java programs in processes of their own, which end with the one that started them. */
package dev.eventfold.emulators.processes;
