package dev.kopeck.billing;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerting rules ask for what the service shows, and somebody has written down what to do about each. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AlertRulesIT {

    private static final Path DOCUMENT = Path.of("../docs/operating/alerts.md");

    @Test
    void everyRuleHasTheShapeThatPrometheusReads() throws IOException {
        var rules = AlertRules.all();
        assertThat(rules).hasSizeGreaterThan(20);
        for (var rule : rules) {
            assertThat(AlertRules.faultsOfShape(rule)).as(rule.name()).isEmpty();
        }
        assertThat(rules.stream().map(AlertRules.Rule::name)).doesNotHaveDuplicates();
    }

    @Test
    void everyMetricAndLabelOfARuleIsShownByTheServiceFromTheStart() throws IOException {
        var rules = AlertRules.all();
        eventually(() -> {
            var samples = Metrics.samples();
            for (var rule : rules) {
                assertThat(AlertRules.faultsOfMetrics(rule, samples))
                        .as(rule.name())
                        .isEmpty();
            }
        });
    }

    @Test
    void whatToDoIsWrittenDownForEveryRuleAndForNoOther() throws IOException {
        // Given
        var names = AlertRules.all().stream().map(AlertRules.Rule::name).collect(Collectors.toCollection(TreeSet::new));
        // When
        var documented = Pattern.compile("^\\| `(Kopeck\\w+)`", Pattern.MULTILINE)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        // Then
        assertThat(documented).isEqualTo(names);
    }

    @Test
    void faultsOfARuleAreFound() throws IOException {
        // Given
        var rule = AlertRules.rules("""
                groups:
                  - name: planted
                    rules:
                      - alert: planted
                        expr: sum(rate(kopeck_billing_no_such_total[5m])) + nothing{a="b"} + kopeck_billing_x{c="d",e=~"f"} > (0
                        labels: {severity: loud}
                        annotations: {summary: short}
                        colour: red
                """).getFirst();
        // Then
        assertThat(AlertRules.faultsOfShape(rule)).hasSize(7);
        assertThat(AlertRules.faultsOfMetrics(rule, List.of("kopeck_billing_x{c=\"other\",e=\"f\"} 1.0")))
                .containsExactly(
                        "names a metric that there is not: kopeck_billing_no_such_total",
                        "names a metric that there is not: nothing",
                        "asks for a label that nothing has not: a=\"b\"",
                        "asks for a label that kopeck_billing_x has not: c=\"d\"");
    }
}
