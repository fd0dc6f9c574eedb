package dev.kopeck.harness.archrules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;

/** Who may know whom. Empty modules pass; that no rule is vacuous is proven by a planted violation each. */
final class LayerRules {

    private static final String[] VOCABULARY = {
        "java..",
        "org.jspecify..",
        "dev.kopeck.contracts.money..",
        "dev.kopeck.contracts.identity..",
        "dev.kopeck.contracts.event.."
    };

    private static final DescribedPredicate<JavaClass> IS_RECORD_ENUM_OR_INTERFACE = describe(
            "a record, an enum or an interface",
            type -> type.isRecord() || type.isEnum() || type.isInterface() || type.isAnonymousClass());

    private LayerRules() {}

    @ArchTest
    static final ArchRule domainIsPure = classes()
            .that()
            .resideInAPackage("dev.kopeck.*.domain..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(VOCABULARY).or(resideInAnyPackage("dev.kopeck.*.domain..")))
            .because("the domain decides and does no I/O: move I/O to an adapter and pass its result in as a value")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule applicationKnowsDomainAndPortsOnly = classes()
            .that()
            .resideInAPackage("dev.kopeck.*.application..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(VOCABULARY)
                    .or(resideInAnyPackage(
                            "dev.kopeck.*.domain..",
                            "dev.kopeck.*.application..",
                            "dev.kopeck.tokens..",
                            "io.smallrye.mutiny..",
                            "org.jboss.logging..")))
            .because(
                    "a use case speaks to the world through ports: declare an interface in application, implement it in"
                            + " adapter.<technology>, and wire both in config")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule adaptersNeverSeeOneAnother = slices().matching("dev.kopeck.*.adapter.(*)..")
            .should()
            .notDependOnEachOther()
            .because("two adapters that need each other meet in a use case: let both call the application layer")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyDependsOnConfig = noClasses()
            .that()
            .resideOutsideOfPackage("dev.kopeck.*.config..")
            .and()
            .resideOutsideOfPackage("dev.kopeck.*.adapter..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.kopeck.*.config..")
            .because("configuration flows inwards as plain values: pass a record of settings to the constructor")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule billingIsAlone = service("billing", "gateway", "telegram");

    @ArchTest
    static final ArchRule gatewayIsAlone = service("gateway", "billing", "telegram");

    @ArchTest
    static final ArchRule telegramIsAlone = service("telegram", "billing", "gateway");

    @ArchTest
    static final ArchRule billingReadsNoTexts = noClasses()
            .that()
            .resideInAPackage("dev.kopeck.billing..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.kopeck\\.contracts\\.event\\.(Prompt|Completion)Content(\\$.*)?")
            .because("billing never sees a text: read facts from headers, and forward the value as bytes")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule contractsAreValues = classes()
            .that()
            .resideInAnyPackage(
                    "dev.kopeck.contracts.money..", "dev.kopeck.contracts.identity..", "dev.kopeck.contracts.event..")
            .and()
            .doNotHaveSimpleName("package-info")
            .should(ArchConditions.be(IS_RECORD_ENUM_OR_INTERFACE))
            .because(
                    "contracts are values that services share: behaviour with state belongs to the service that owns it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule contractsArePlainJava = classes()
            .that()
            .resideInAnyPackage(
                    "dev.kopeck.contracts.money..", "dev.kopeck.contracts.identity..", "dev.kopeck.contracts.event..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(VOCABULARY))
            .because("contracts outlive frameworks: what knows JSON or Kafka belongs to contracts.wire or an adapter")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.kopeck.(**)")
            .should()
            .beFreeOfCycles()
            .because("a cycle means that two packages are one: move the shared type to the inner one")
            .allowEmptyShould(true);

    private static ArchRule service(String name, String... others) {
        return noClasses()
                .that()
                .resideInAPackage("dev.kopeck." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.kopeck." + others[0] + "..", "dev.kopeck." + others[1] + "..")
                .because("services meet on topics only: what both need is an event in contracts")
                .allowEmptyShould(true);
    }
}
