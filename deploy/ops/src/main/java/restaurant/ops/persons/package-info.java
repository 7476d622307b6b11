/** Who was to be forgotten, and whether they are. */
package restaurant.ops.persons;
