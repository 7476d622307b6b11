/** Our own code without any server or store, in a process of its own. */
package restaurant.bench.inside;
