package dev.kopeck.harness.archrules;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.kopeck.billing.adapter.http.AdapterCallsAdapter;
import dev.kopeck.billing.adapter.http.EntityInHttp;
import dev.kopeck.billing.adapter.http.InjectsFields;
import dev.kopeck.billing.adapter.postgres.InnocentRow;
import dev.kopeck.billing.application.ApplicationCallsAdapter;
import dev.kopeck.billing.application.ApplicationReadsConfig;
import dev.kopeck.billing.application.Blocks;
import dev.kopeck.billing.application.Detaches;
import dev.kopeck.billing.application.InnocentPort;
import dev.kopeck.billing.application.InnocentUseCase;
import dev.kopeck.billing.application.ReadsPrompts;
import dev.kopeck.billing.config.InnocentClock;
import dev.kopeck.billing.domain.AsksTheClock;
import dev.kopeck.billing.domain.ChargeManager;
import dev.kopeck.billing.domain.DomainReadsInput;
import dev.kopeck.billing.domain.Innocent;
import dev.kopeck.billing.domain.KnowsGateway;
import dev.kopeck.billing.domain.Prints;
import dev.kopeck.billing.domain.SharesState;
import dev.kopeck.contracts.event.ContractWithState;
import dev.kopeck.contracts.money.ContractKnowsFramework;
import dev.kopeck.gateway.adapter.http.ModelInHttp;
import dev.kopeck.gateway.adapter.http.TopicInHttp;
import dev.kopeck.gateway.domain.KnowsTelegram;
import dev.kopeck.telegram.domain.KnowsBilling;
import dev.kopeck.telegram.domain.first.First;
import dev.kopeck.telegram.domain.second.Second;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule is shown to fail on a class that breaks it, so that none is vacuous, and to leave good classes alone. */
class PlantedViolationsTest {

    private static final List<Class<?>> RULES = List.of(LayerRules.class, TechnologyRules.class, CodeRules.class);

    private static final Map<String, List<Class<?>>> PLANTED = Map.ofEntries(
            entry("domainIsPure", List.of(DomainReadsInput.class)),
            entry("applicationKnowsDomainAndPortsOnly", List.of(ApplicationCallsAdapter.class)),
            entry("adaptersNeverSeeOneAnother", List.of(AdapterCallsAdapter.class, InnocentRow.class)),
            entry("nobodyDependsOnConfig", List.of(ApplicationReadsConfig.class)),
            entry("billingIsAlone", List.of(KnowsGateway.class)),
            entry("gatewayIsAlone", List.of(KnowsTelegram.class)),
            entry("telegramIsAlone", List.of(KnowsBilling.class)),
            entry("billingReadsNoTexts", List.of(ReadsPrompts.class)),
            entry("contractsAreValues", List.of(ContractWithState.class)),
            entry("contractsArePlainJava", List.of(ContractKnowsFramework.class)),
            entry("packagesHaveNoCycles", List.of(First.class, Second.class)),
            entry("databaseStaysInPostgresAdapter", List.of(EntityInHttp.class)),
            entry("langchainStaysInLlmAdapter", List.of(ModelInHttp.class)),
            entry("kafkaStaysInKafkaAdapter", List.of(TopicInHttp.class)),
            entry("timeAndChanceArePassedIn", List.of(AsksTheClock.class)),
            entry("nothingBlocks", List.of(Blocks.class)),
            entry("nothingRunsDetached", List.of(Detaches.class)),
            entry("fieldsAreNotInjected", List.of(InjectsFields.class)),
            entry("staticsAreConstants", List.of(SharesState.class)),
            entry("nothingPrints", List.of(Prints.class)),
            entry("namesSayWhatAThingIs", List.of(ChargeManager.class)));

    private static final List<Class<?>> INNOCENT =
            List.of(Innocent.class, InnocentUseCase.class, InnocentPort.class, InnocentRow.class, InnocentClock.class);

    @TestFactory
    Stream<DynamicTest> eachRuleFindsItsPlantedViolation() {
        return rules().map(rule -> dynamicTest(rule.getName(), () -> {
            // Given
            var planted = PLANTED.getOrDefault(rule.getName(), List.of());
            assertThat(planted)
                    .as("plant a violation of %s in this test", rule.getName())
                    .isNotEmpty();
            // When
            var result = ruleOf(rule).evaluate(imported(planted));
            // Then
            assertThat(result.hasViolation()).isTrue();
            assertThat(result.getFailureReport().toString()).contains(", because ");
        }));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleLeavesGoodClassesAlone() {
        return rules().map(rule -> dynamicTest(rule.getName(), () -> {
            var result = ruleOf(rule).evaluate(imported(INNOCENT));
            assertThat(result.getFailureReport().getDetails()).isEmpty();
        }));
    }

    private static Stream<Field> rules() {
        return RULES.stream()
                .flatMap(holder -> Arrays.stream(holder.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(ArchTest.class));
    }

    private static ArchRule ruleOf(Field field) throws IllegalAccessException {
        return (ArchRule) Objects.requireNonNull(field.get(null));
    }

    private static JavaClasses imported(List<Class<?>> classes) {
        return new ClassFileImporter().importClasses(classes);
    }
}
