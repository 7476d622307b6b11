/**
 * What a project tests with: given, when, then for deciders and projections, the contracts that
 * every adapter of a port passes, and the rule that keeps domains pure.
 */
package dev.eventfold.testing;
