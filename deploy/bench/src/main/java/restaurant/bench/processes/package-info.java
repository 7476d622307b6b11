/** What is measured, in processes of its own, and what they use. */
package restaurant.bench.processes;
