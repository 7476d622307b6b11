package dev.eventfold.emulators;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Judges {@link Needs} before the test's class is even made. */
final class NeedsCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), Needs.class).stream()
        .flatMap(needs -> Arrays.stream(needs.value()))
        .map(Needs.Tool::lack)
        .flatMap(Optional::stream)
        .findFirst()
        .map(NeedsCondition::lacking)
        .orElseGet(() -> ConditionEvaluationResult.enabled("nothing is missing"));
  }

  private static ConditionEvaluationResult lacking(String sentence) {
    if (SharedEmulators.nothingMayBeMissing()) {
      throw new EmulatorsUnavailable(sentence);
    }
    return ConditionEvaluationResult.disabled(sentence);
  }
}
