/**
 * Who sends commands, and what they may rely on. A client sends what a scenario wants at its {@link
 * dev.eventfold.simulation.clients.Turn}, again where no answer comes, and now and then twice at
 * once. {@link dev.eventfold.simulation.clients.DomainRules} are what a business promises beside
 * what every service does.
 *
 * <p>Next: {@code dev.eventfold.simulation.views}, which show what came of it.
 */
package dev.eventfold.simulation.clients;
