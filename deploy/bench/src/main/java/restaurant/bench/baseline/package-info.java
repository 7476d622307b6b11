/** What the system is measured beside. */
package restaurant.bench.baseline;
