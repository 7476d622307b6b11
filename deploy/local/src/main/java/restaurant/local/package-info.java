/**
 * The whole system on this machine. {@link restaurant.local.Run} is the command line, {@link
 * restaurant.local.LocalSystem} starts the parts and stops them: the {@code gateway} that clients
 * call, the {@code functions} behind it, and the {@code platform} under them, which stores events
 * and delivers them. {@code smoke} walks through it as clients would.
 */
package restaurant.local;
