/**
 * The tools that keep views true: {@link dev.eventfold.operations.Reconciler} applies what
 * projectors never got, {@link dev.eventfold.operations.Verifier} compares views with the folds of
 * their events and repairs them, {@link dev.eventfold.operations.ViewRebuild} makes a view anew
 * under traffic, {@link dev.eventfold.operations.SpotCheck} looks at a few documents now and then.
 *
 * <p>More than fifteen classes in one package, because they share the machinery that must not be
 * seen outside: how collections are read in pages ({@code Documents}), how a busy store is waited
 * for ({@code Patience}), and how a document is compared with its events at one moment ({@code
 * Comparison}, {@code ViewAt}). Split, most of that would be public.
 */
package dev.eventfold.operations;
