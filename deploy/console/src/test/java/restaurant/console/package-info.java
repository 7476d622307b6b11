/** The console in a real browser, on a system in memory. */
package restaurant.console;
