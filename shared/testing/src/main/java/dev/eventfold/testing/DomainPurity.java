package dev.eventfold.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.eventfold.commands.Decider;
import dev.eventfold.personal.Person;
import dev.eventfold.personal.Personal;
import dev.eventfold.processes.Outcome;
import dev.eventfold.projections.Projection;
import dev.eventfold.store.Reservation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;

/** The rule that keeps Google, I/O, clocks, threads and chance out of deciders and projections. */
public final class DomainPurity {

  private static final Set<String> IMPURE_METHODS =
      Set.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.util.UUID.randomUUID",
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty");

  private DomainPurity() {}

  /**
   * Checks every decider and projection of a package, and the classes nested in them and beside
   * them that they are made of.
   *
   * @param domain the names of the classes that make up the domain; those nested in them count too
   * @throws AssertionError with every offence
   */
  public static void check(Class<?>... domain) {
    var classes = new ClassFileImporter().importPackagesOf(domain);
    var names = Set.of(domain).stream().map(Class::getName).toList();
    DescribedPredicate<JavaClass> ofTheDomain =
        DescribedPredicate.describe(
            "of the domain",
            it -> {
              // An enum has an array of its own.
              var name = it.getBaseComponentType().getName();
              return names.stream().anyMatch(n -> name.equals(n) || name.startsWith(n + "$"));
            });
    DescribedPredicate<JavaClass> pure =
        resideInAnyPackage(
                "java.lang..",
                "java.util..",
                "java.time..",
                "dev.eventfold.commands..",
                "dev.eventfold.events..",
                "dev.eventfold.projections..")
            .or(type(BigDecimal.class))
            .or(type(Reservation.class))
            // What is whose; never by which key.
            .or(type(Personal.class))
            .or(type(Person.class))
            // What the outside has said; never how it is asked.
            .or(type(Outcome.class))
            .or(type(Outcome.Done.class))
            .or(type(Outcome.Refused.class))
            .or(type(BigInteger.class))
            // Payloads as data: what nobody binds, and what upcasters lift.
            .or(type(JsonNode.class))
            .or(resideInAPackage("com.fasterxml.jackson.databind.node"))
            .or(ofTheDomain);
    DescribedPredicate<JavaClass> impure =
        not(pure)
            .or(type(Clock.class))
            .or(type(InstantSource.class))
            .or(type(Thread.class))
            .or(type(Random.class))
            .or(
                resideInAnyPackage(
                    "java.util.concurrent..", "java.util.logging..", "java.util.random.."));
    noClasses().that(ofTheDomain).should().dependOnClassesThat(impure).check(classes);
    noClasses()
        .that(ofTheDomain)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "that tells the time or draws lots",
                call -> IMPURE_METHODS.contains(name(call.getTarget()))))
        .check(classes);
    // Nothing that decides or projects may have been forgotten.
    classes()
        .that()
        .areAssignableTo(Decider.class)
        .or()
        .areAssignableTo(Projection.class)
        .should(new BeAmong(ofTheDomain))
        .allowEmptyShould(true)
        .check(classes);
  }

  private static String name(AccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }
}
