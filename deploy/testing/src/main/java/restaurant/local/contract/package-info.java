/** Every request and answer is held against {@code deploy/openapi.yaml}, which clients read. */
package restaurant.local.contract;
