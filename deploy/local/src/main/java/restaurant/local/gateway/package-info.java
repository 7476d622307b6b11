/**
 * What clients call: {@link restaurant.local.gateway.Gateway} does what API Gateway does in the
 * cloud, by the same document ({@link restaurant.local.gateway.OpenApi}), and shows a page to try
 * it. {@link restaurant.local.gateway.Tokens} stands in for an issuer of tokens.
 */
package restaurant.local.gateway;
