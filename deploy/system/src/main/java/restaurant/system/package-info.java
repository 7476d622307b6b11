/**
 * The restaurant as a whole: which services there are, and every file that follows from their
 * definitions.
 *
 * <p>More than 15 classes: its tests hold each file that follows against what it follows from, one
 * class for each.
 */
package restaurant.system;
