/** Has a system use the code of its services as soon as it is saved. */
package restaurant.local.watch;
