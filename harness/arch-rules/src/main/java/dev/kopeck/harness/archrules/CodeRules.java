package dev.kopeck.harness.archrules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;

/** Habits that a reviewer would otherwise have to point out each time. */
final class CodeRules {

    private static final Set<String> AMBIENT = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.util.UUID.randomUUID",
            "java.lang.System.getenv",
            "java.lang.System.currentTimeMillis",
            "java.lang.Math.random",
            "java.util.Random.<init>",
            "java.security.SecureRandom.<init>",
            "java.util.concurrent.ThreadLocalRandom.current");

    private static final Set<String> BLOCKING = Set.of(
            "io.smallrye.mutiny.Uni.await",
            "io.smallrye.mutiny.groups.UniAwait.indefinitely",
            "io.smallrye.mutiny.groups.UniAwait.atMost",
            "io.smallrye.mutiny.groups.MultiSubscribe.asIterable",
            "io.smallrye.mutiny.groups.MultiSubscribe.asStream",
            "java.util.concurrent.CompletableFuture.join",
            "java.util.concurrent.CompletableFuture.get",
            "java.util.concurrent.Future.get",
            "java.util.concurrent.CountDownLatch.await",
            "java.lang.Thread.sleep",
            "java.lang.Thread.join");

    private static final Set<String> DETACHED =
            Set.of("io.smallrye.mutiny.groups.UniSubscribe.with", "io.smallrye.mutiny.groups.MultiSubscribe.with");

    private CodeRules() {}

    @ArchTest
    static final ArchRule timeAndChanceArePassedIn = services()
            .and()
            .resideOutsideOfPackage("dev.kopeck.*.config..")
            .should(ArchConditions.accessTargetWhere(calls("time, chance or the environment", AMBIENT)))
            .because("what a test cannot set it cannot prove: take a Clock, a RandomGenerator or a setting in the"
                    + " constructor, and produce it in config")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingBlocks = services()
            .should(ArchConditions.accessTargetWhere(calls("a blocking wait", BLOCKING)))
            .because("one blocked event loop stops every chat on it: return the Uni and let the caller chain")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingRunsDetached = services()
            .and()
            .resideOutsideOfPackage("dev.kopeck.*.config..")
            .should(ArchConditions.accessTargetWhere(calls("a detached subscription", DETACHED)))
            .because("a detached chain loses its failure and its back-pressure: return the Uni or Multi; a loop that"
                    + " lives as long as the service is started in config")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule fieldsAreNotInjected = noFields()
            .should()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
            .because("a constructor shows what a class needs and lets a test give it; settings come from the service's"
                    + " one @ConfigMapping")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule staticsAreConstants = noFields()
            .that()
            .areStatic()
            .and()
            .areNotFinal()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.kopeck..")
            .should(ArchConditions.beDeclaredInClassesThat(
                    describe("belong to Kopeck", type -> !type.getSimpleName().contains("$"))))
            .because("a mutable static is shared by every test and every tenant: make it a field of a bean")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingPrints = services()
            .should(ArchConditions.accessTargetWhere(describe(
                    "it is the console",
                    access -> access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err").contains(access.getTarget().getName()))))
            .because("operators read structured logs: use the logger with a constant sentence and key-value pairs")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .that()
            .resideInAPackage("dev.kopeck..")
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|DTO|Dto)")
            .because("the name should say what it does for its caller: name the one job, or split it")
            .allowEmptyShould(true);

    private static GivenClassesConjunction services() {
        return noClasses()
                .that()
                .resideInAnyPackage("dev.kopeck.billing..", "dev.kopeck.gateway..", "dev.kopeck.telegram..");
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String what, Set<String> targets) {
        return describe("it is " + what, access -> targets.contains(nameOf(access.getTarget())));
    }

    private static String nameOf(AccessTarget target) {
        JavaClass owner = target.getOwner();
        return owner.getFullName() + "." + target.getName();
    }
}
