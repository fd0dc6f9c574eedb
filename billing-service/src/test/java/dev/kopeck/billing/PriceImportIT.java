package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Price lists: what a dry run shows, what stops an import, and that it is all or nothing. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PriceImportIT {

    private static final String PROBLEM = "application/problem+json";

    private final Database database = new Database();
    private final PriceListSteps lists = new PriceListSteps();
    private final String prefix = lists.prefix;

    @Test
    void dryRunShowsWhatWouldChangeAndChangesNothing() {
        // Given
        Operator.price(prefix + "same", "{\"input\":\"1\",\"output\":\"2\"}");
        Operator.price(prefix + "moved", "{\"input\":\"1\",\"output\":\"2\"}");
        // When
        var report = lists.csv("?dryRun=true", newKey(), """
                model,input,output
                %1$sfresh,3,15
                %1$ssame,1,2
                %1$smoved,1.5,2
                %1$sbad,-1,2
                %1$shuge,2500000,10000000
                """.formatted(prefix));
        // Then
        report.statusCode(200)
                .body("imported", is(false))
                .body("format", is("csv"))
                .body("counts.fresh", is(2))
                .body("counts.changed", is(1))
                .body("counts.unchanged", is(1))
                .body("counts.invalid", is(1))
                .body("counts.suspicious", is(1))
                .body("fresh.model", contains(prefix + "fresh", prefix + "huge"))
                .body("fresh[0].rates.cachedInput", is("3.00"))
                .body("fresh[0].suspicious", hasSize(0))
                .body("fresh[1].suspicious", contains("unit"))
                .body("changed[0].line", is(4))
                .body("changed[0].changes.rate", containsInAnyOrder("input", "cached_input", "cache_write"))
                .body("changed[0].changes[0].before", is("1.00"))
                .body("changed[0].changes[0].after", is("1.50"))
                .body("changed[0].changes[0].ratio", is("1.5"))
                .body("unchanged", contains(prefix + "same"))
                .body("invalid[0].line", is(5))
                .body("invalid[0].model", is(prefix + "bad"))
                .body("invalid[0].reason", is("input must not be negative"))
                .body("hint", nullValue());
        assertThat(lists.versions()).isEqualTo(2);
    }

    @Test
    void listIsImportedAtOnceAndAuditedOnce() {
        // Given
        var list =
                "model,input,output,above_input_tokens\n%1$sa,1,2,\n%1$sb,3,4,\n%1$sb,6,8,200000\n".formatted(prefix);
        // When
        lists.csv("", newKey(), list).statusCode(201).body("imported", is(true)).body("counts.fresh", is(2));
        // Then
        asOperator()
                .get("/v1/prices?model=" + prefix + "b")
                .then()
                .body("items[0].rates.input", is("3.00"))
                .body("items[0].tiers[0].aboveInputTokens", is(200000))
                .body("items[0].tiers[0].rates.output", is("8.00"));
        lists.csv("", newKey(), list).statusCode(201).body("counts.unchanged", is(2));
        assertThat(lists.versions()).isEqualTo(2);
        assertThat(database.number(
                        "SELECT count(*) FROM audit WHERE action = 'price.import' AND after::text LIKE ?",
                        "%" + prefix + "%"))
                .isEqualTo(2);
    }

    @Test
    void oneInvalidRowStopsTheWholeListAndTheKeyStaysFree() {
        // Given
        var key = newKey();
        var list = "model,input,output\n%1$sa,1,2\n%1$sb,1,two\n".formatted(prefix);
        // When
        lists.csv("", key, list)
                .statusCode(422)
                .contentType(PROBLEM)
                .body("type", is("urn:kopeck:problem:invalid-price-list"))
                .body("field", is("body"))
                .body("report.imported", is(false))
                .body("report.invalid[0].line", is(3))
                .body("report.invalid[0].model", is(prefix + "b"));
        // Then
        assertThat(lists.versions()).isZero();
        lists.csv("", key, list.replace("two", "2")).statusCode(201);
        assertThat(lists.versions()).isEqualTo(2);
        lists.csv("", key, list.replace("two", "2")).statusCode(201).header("Idempotent-Replayed", "true");
        lists.csv("", key, list.replace("two", "3")).statusCode(422).body("field", is("Idempotency-Key"));
    }

    @Test
    void suspiciousJumpStopsTheListUntilEachModelIsConfirmedByName() {
        // Given
        for (var model : new String[] {"up", "down", "calm"}) {
            Operator.price(prefix + model, "{\"input\":\"1\",\"output\":\"1\"}");
        }
        var list = "model,input,output\n%1$sup,10,10\n%1$sdown,0.1,0.1\n%1$scalm,9,9\n".formatted(prefix);
        // When
        lists.csv("", newKey(), list)
                .statusCode(422)
                .contentType(PROBLEM)
                .body("type", is("urn:kopeck:problem:suspicious-prices"))
                .body("field", is("confirm"))
                .body("detail", containsString("2 models"))
                .body("report.counts.suspicious", is(2));
        lists.csv("?confirm=" + prefix + "up", newKey(), list)
                .statusCode(422)
                .body("detail", containsString("1 models"));
        assertThat(lists.versions()).isEqualTo(3);
        // Then
        lists.csv("?confirm=" + prefix + "up&confirm=" + prefix + "down", newKey(), list)
                .statusCode(201)
                .body("counts.changed", is(3));
        assertThat(lists.versions()).isEqualTo(6);
    }

    @Test
    void onlyNamedModelsAreTakenAndAMissingOneIsAFault() {
        // Given
        var list = "model,input,output\n%1$sa,1,2\n%1$sb,free,2\n%1$sc,1,2\n".formatted(prefix);
        // When
        lists.csv("?only=" + prefix + "a&only=" + prefix + "misspelled", newKey(), list)
                .statusCode(422)
                .body("report.invalid.model", contains(prefix + "misspelled"))
                .body("report.invalid[0].reason", is("is not in the list"));
        lists.csv("?only=" + prefix + "a", newKey(), list).statusCode(201).body("counts.fresh", is(1));
        // Then
        assertThat(lists.versions()).isOne();
    }

    @Test
    void listOfTheFutureIsComparedWithWhatWillBeInEffectThen() {
        // Given
        Operator.price(prefix + "m", "{\"input\":\"1\",\"output\":\"1\"}");
        var inAMonth = Instant.now().plus(Duration.ofDays(30));
        var list = "{\"prices\":[{\"model\":\"%sm\",\"rates\":{\"input\":\"5\",\"output\":5}}]}".formatted(prefix);
        // When
        lists.json("?effectiveFrom=" + inAMonth, newKey(), list).statusCode(201).body("counts.changed", is(1));
        // Then
        lists.json("?dryRun=true&effectiveFrom=" + inAMonth.plusSeconds(1), newKey(), list)
                .statusCode(200)
                .body("unchanged", contains(prefix + "m"));
        lists.json("?dryRun=true", newKey(), list).statusCode(200).body("counts.changed", is(1));
        asOperator()
                .get("/v1/models/" + prefix + "m")
                .then()
                .body("price.rates.input", is("1.00"))
                .body("nextPrice.rates.input", is("5.00"));
    }

    @Test
    void sameListFromManyOperatorsAtOnceMakesEachVersionOnce() {
        // Given
        var list = IntStream.range(0, 50)
                .mapToObj(i -> prefix + i + ",1,2\n")
                .collect(Collectors.joining("", "model,input,output\n", ""));
        // When
        var fresh = new AtomicInteger();
        try (var operators = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                operators.execute(() -> fresh.addAndGet(
                        lists.csv("", newKey(), list).statusCode(201).extract().<Integer>path("counts.fresh")));
            }
        }
        // Then
        assertThat(fresh).hasValue(50);
        assertThat(lists.versions()).isEqualTo(50);
    }

    @Test
    void listOfThousandsIsOneTransactionAndOneSignalToAllInstances() {
        // Given
        var list = IntStream.range(0, 3000)
                .mapToObj(i ->
                        "\"%s%d\":{\"mode\":\"chat\",\"input_cost_per_token\":1.5e-07,\"output_cost_per_token\":6e-07,\"notes\":\"%s\"}"
                                .formatted(prefix, i, "x".repeat(400)))
                .collect(Collectors.joining(",\n", "{", "}"));
        var epoch = database.number("SELECT prices FROM price_epoch");
        assertThat(list.length()).isGreaterThan(1_500_000);
        // When
        lists.json("?format=litellm", newKey(), list).statusCode(201).body("counts.fresh", is(3000));
        // Then
        assertThat(lists.versions()).isEqualTo(3000);
        assertThat(database.number("SELECT count(DISTINCT effective_from) FROM price WHERE model LIKE ?", prefix + "%"))
                .isOne();
        assertThat(database.number("SELECT prices FROM price_epoch")).isLessThan(epoch + 100);
        database.change(
                "INSERT INTO price_withdrawal (version) SELECT version FROM price WHERE model LIKE ?", prefix + "%");
    }

    @Test
    void listThatIsTooLargeIsNotRead() {
        lists.csv("", newKey(), "x".repeat(4 * 1024 * 1024 + 1)).statusCode(413).contentType(PROBLEM);
    }
}
