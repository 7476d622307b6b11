/** What is measured, one class a figure; {@link restaurant.bench.figures.Figure#all} names them. */
package restaurant.bench.figures;
