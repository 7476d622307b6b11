/**
 * Functions, served as Google serves them: {@link restaurant.local.functions.RunningFunction} is
 * one of them, in this process or in its own, and {@link restaurant.local.functions.Secret} is what
 * it knows its callers by.
 */
package restaurant.local.functions;
