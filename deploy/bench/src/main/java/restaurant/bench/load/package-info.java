/** A load client that costs little: sockets, bytes and a clock. */
package restaurant.bench.load;
