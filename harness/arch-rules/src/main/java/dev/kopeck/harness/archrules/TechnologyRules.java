package dev.kopeck.harness.archrules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each technology has one home, so that replacing it stays local. */
final class TechnologyRules {

    /** Bean validation says what a setting may be; that its package is Hibernate's is history. */
    private static final DescribedPredicate<JavaClass> IS_NO_VALIDATION =
            resideOutsideOfPackage("org.hibernate.validator..");

    private TechnologyRules() {}

    @ArchTest
    static final ArchRule databaseStaysInPostgresAdapter = only(
            "adapter.postgres",
            "org.hibernate..",
            "jakarta.persistence..",
            "io.quarkus.hibernate..",
            "io.vertx.sqlclient..",
            "io.vertx.mutiny.sqlclient..",
            "io.vertx.pgclient..",
            "io.vertx.mutiny.pgclient..");

    @ArchTest
    static final ArchRule langchainStaysInLlmAdapter = only("adapter.llm", "dev.langchain4j..");

    @ArchTest
    static final ArchRule kafkaStaysInKafkaAdapter = only(
            "adapter.kafka",
            "org.eclipse.microprofile.reactive.messaging..",
            "io.smallrye.reactive.messaging..",
            "org.apache.kafka..");

    private static ArchRule only(String home, String... technology) {
        return noClasses()
                .that()
                .resideInAPackage("dev.kopeck..")
                .and()
                .resideOutsideOfPackages("dev.kopeck.*." + home + "..", "dev.kopeck.harness..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(technology).and(IS_NO_VALIDATION))
                .because("this technology lives in " + home + " alone: put a port into application and call that")
                .allowEmptyShould(true);
    }
}
