/** Who is erased is nowhere any more. */
package restaurant.local.erasure;
