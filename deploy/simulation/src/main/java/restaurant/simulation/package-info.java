/**
 * The restaurant as the simulator of {@code dev.eventfold.simulation} runs it. {@link
 * restaurant.simulation.RestaurantScenario} tells it what clients want, what is right in views and
 * for readers, the rules of the business, and a next version of the menu. {@link
 * restaurant.simulation.Simulate} is the campaign by hand.
 *
 * <p>More than 15 classes: its tests have two smaller worlds, an evening and a season, whose parts
 * nobody else needs.
 */
package restaurant.simulation;
