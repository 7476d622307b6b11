/**
 * Who verifies and repairs views, rebuilds them, drops old ones and publishes events again while
 * all else goes on; what they find is held against what was there.
 */
package dev.eventfold.simulation.operators;
