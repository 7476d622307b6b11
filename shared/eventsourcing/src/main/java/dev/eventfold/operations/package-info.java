/**
 * The tools that keep views true: {@link dev.eventfold.operations.Reconciler} applies what
 * projectors never got, {@link dev.eventfold.operations.Verifier} compares views with the folds of
 * their events and repairs them, {@link dev.eventfold.operations.ViewRebuild} makes a view anew
 * under traffic, {@link dev.eventfold.operations.SpotCheck} looks at a few documents now and then.
 *
 * <p>More than 15 classes: a rebuild ends with what the verifier and the reconciler do, and all of
 * them read documents by one class, {@code Documents}, that is nobody's business outside.
 */
package dev.eventfold.operations;
