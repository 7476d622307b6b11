/** What documents tell people to type is typed, or at least understood. */
package restaurant.local.documents;
