/**
 * The restaurant as the simulator of {@code dev.eventfold.simulation} runs it. {@link
 * restaurant.simulation.RestaurantScenario} tells it what clients want, what is right in views and
 * for readers, the rules of the business, and a next version of the menu. {@link
 * restaurant.simulation.Simulate} is the campaign by hand.
 */
package restaurant.simulation;
