/**
 * A walk through a running system, here or in the cloud: {@link restaurant.local.smoke.Smoke} has a
 * visitor live through one story and prints what was seen.
 */
package restaurant.local.smoke;
