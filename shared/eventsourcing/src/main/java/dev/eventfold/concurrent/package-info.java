/** Trying again after a lost race, doing several things at once, and keeping the last ones. */
package dev.eventfold.concurrent;
