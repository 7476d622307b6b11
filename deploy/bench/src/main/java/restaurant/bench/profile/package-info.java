/** Whose processor time it is. */
package restaurant.bench.profile;
