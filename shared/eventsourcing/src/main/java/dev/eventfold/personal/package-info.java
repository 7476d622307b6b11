/**
 * What is of a person, and how it is forgotten in stores that never forget. A domain marks
 * components of its records as {@link dev.eventfold.personal.Personal}, and sees plain values; at
 * the border of the process, a {@link dev.eventfold.personal.Vault}, they are sealed with a key of
 * the person, which is kept elsewhere. Deleting the key is forgetting.
 */
package dev.eventfold.personal;
