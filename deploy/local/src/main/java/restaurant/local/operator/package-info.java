/**
 * What the operator's tools know of a run, for staff at the console: what processes wait for, and
 * the dead letters, which can be published again.
 */
package restaurant.local.operator;
