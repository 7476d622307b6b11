/**
 * Messages that a function's subscription gave up on: {@code deadletters} lists them and says why,
 * {@code redrive} publishes them again. Both look through one {@link
 * restaurant.ops.letters.DeadLetterQueue}, which shows each letter once.
 */
package restaurant.ops.letters;
