/**
 * The console's side of a local run: {@link restaurant.local.console.Console} serves the page, and
 * {@link restaurant.local.console.Pipeline} tells it what happens. The page itself is in {@code
 * deploy/console}.
 */
package restaurant.local.console;
