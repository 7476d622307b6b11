/** The table, its files and its drawing. */
package restaurant.bench.report;
