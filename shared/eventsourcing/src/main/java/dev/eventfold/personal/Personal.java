package dev.eventfold.personal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of an event, of a state or of what a view shows that tells something of a
 * person. All texts in it are stored and sent encrypted, by the person's own key, and read as
 * {@value Keyring#ERASED} once that key is gone. A text, a record of texts, or an Optional, List or
 * Set of these; a component of the record itself, not of one within. Nothing can be found by it.
 *
 * <p>The person is the one whose id is in the component marked with {@link Person}; where there is
 * none, the one that the stream or the document is named as.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {}
