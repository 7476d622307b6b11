/**
 * What a container image of a service holds, and the training that fills its AOT cache. The Docker
 * build, the tests and the bench all take it from here.
 */
package restaurant.images;
