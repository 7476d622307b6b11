package dev.eventfold.testing;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** That a class is one of some. */
final class BeAmong extends ArchCondition<JavaClass> {

  private final DescribedPredicate<JavaClass> some;

  BeAmong(DescribedPredicate<JavaClass> some) {
    super("be " + some.getDescription());
    this.some = some;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    events.add(new SimpleConditionEvent(type, some.test(type), type.getName() + " is not checked"));
  }
}
