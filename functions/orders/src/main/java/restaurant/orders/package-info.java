/**
 * What guests order, from opening an order to its end.
 *
 * <p>More than 15 classes: the domain of one aggregate, with what it knows of menu, customers and
 * payments, is seen best in one place.
 */
package restaurant.orders;
