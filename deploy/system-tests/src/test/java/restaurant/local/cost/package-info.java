/** What each thing that the system does costs, counted on the channels to the emulators. */
package restaurant.local.cost;
