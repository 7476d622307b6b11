/** How fast the system is and what it costs, each figure beside a baseline of the same run. */
package restaurant.bench;
