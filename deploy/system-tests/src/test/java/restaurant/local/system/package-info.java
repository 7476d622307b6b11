/** The whole system, from request to view: what clients see, also while parts of it fail. */
package restaurant.local.system;
