/** Who may do what, and what those can do to others who send what nobody expects. */
package restaurant.local.security;
