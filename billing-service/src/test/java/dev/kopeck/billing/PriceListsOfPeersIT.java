package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Price lists as they went wrong elsewhere: wrong units, another variant, zero for unknown, one bad bracket. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PriceListsOfPeersIT {

    private static final String PROBLEM = "application/problem+json";

    private final Database database = new Database();
    private final PriceListSteps lists = new PriceListSteps();
    private final String prefix = lists.prefix;

    @Test
    void peers47_pricePerTokenInAListPerMillionAndTheOtherWayRoundIsStopped() {
        // Given
        for (int i = 0; i < 4; i++) {
            Operator.price(prefix + i, "{\"input\":\"2.50\",\"output\":\"10\"}");
        }
        var perToken = IntStream.range(0, 4)
                .mapToObj(i -> prefix + i + ",0.0000025,0.00001\n")
                .collect(Collectors.joining("", "model,input,output\n", ""));
        var perMillion = IntStream.range(0, 4)
                .mapToObj(i ->
                        "\"%s%d\":{\"input_cost_per_token\":2.5,\"output_cost_per_token\":10}".formatted(prefix, i))
                .collect(Collectors.joining(",", "{", "}"));
        // Then
        lists.csv("", newKey(), perToken)
                .statusCode(422)
                .body("report.hint", containsString("per token or per million"))
                .body("report.changed[0].suspicious", contains("jump", "unit"))
                .body("report.changed[0].changes[0].ratio", is("0.000001"));
        lists.json("?format=litellm", newKey(), perMillion)
                .statusCode(422)
                .body("report.hint", containsString("per token or per million"))
                .body("report.changed[0].changes[0].ratio", is("1000000"));
        assertThat(lists.versions()).isEqualTo(4);
    }

    @Test
    void peers47_pricesInCentsInsteadOfDollarsAreStopped() {
        Operator.price(prefix + "m", "{\"input\":\"2.50\",\"output\":\"10\"}");
        lists.csv("", newKey(), "model,input,output\n" + prefix + "m,250,1000\n")
                .statusCode(422)
                .body("report.changed[0].changes[0].ratio", is("100"));
    }

    @Test
    void peers45_cachePriceThatIs42TimesTooHighIsStopped() {
        Operator.price(prefix + "m", "{\"input\":\"3\",\"cachedInput\":\"0.30\",\"output\":\"15\"}");
        lists.csv("", newKey(), "model,input,cached_input,output\n" + prefix + "m,3,12.60,15\n")
                .statusCode(422)
                .body("report.changed[0].changes", hasSize(1))
                .body("report.changed[0].changes[0].rate", is("cached_input"))
                .body("report.changed[0].changes[0].ratio", is("42"));
    }

    @Test
    void peers45_anotherProvidersVariantOfAModelIsAnotherModel() {
        // Given
        Operator.price(prefix + "m", "{\"input\":\"1\",\"output\":\"1\"}");
        // When
        lists.csv("", newKey(), "model,input,output\nazure/" + prefix + "m,2,2\n")
                .statusCode(201)
                .body("counts.fresh", is(1));
        // Then
        asOperator().get("/v1/prices?model=" + prefix + "m").then().body("items.rates.input", contains("1.00"));
    }

    @Test
    void peers48_zeroIsNeverTakenForAPriceUnasked() {
        // Given
        Operator.price(prefix + "known", "{\"input\":\"1\",\"output\":\"1\"}");
        var list = """
                {"%1$sknown": {"input_cost_per_token": 0.0, "output_cost_per_token": 0.0, "mode": "chat"},
                 "%1$sfresh": {"input_cost_per_token": 0, "output_cost_per_token": 0, "mode": "chat"},
                 "%1$simage": {"output_cost_per_image": 0.04, "mode": "image_generation"}}""".formatted(prefix);
        // When
        lists.json("?format=litellm", newKey(), list)
                .statusCode(422)
                .body("report.changed[0].suspicious", contains("free", "jump"))
                .body("report.fresh[0].suspicious", contains("free"))
                .body("report.skipped[0].model", is(prefix + "image"));
        // Then
        assertThat(lists.versions()).isOne();
        lists.json("?format=litellm&confirm=" + prefix + "known&confirm=" + prefix + "fresh", newKey(), list)
                .statusCode(201);
        assertThat(database.number("SELECT count(*) FROM price WHERE model = ?", prefix + "image"))
                .isZero();
    }

    @Test
    void peers49_oneBadBracketIsToldWithItsPlaceAndThePricesStay() {
        // Given
        Operator.price(prefix + "m", "{\"input\":\"1\",\"output\":\"1\"}");
        // When
        lists.json("?format=litellm", newKey(), """
                {"%1$sm": {"input_cost_per_token": 2e-06, "output_cost_per_token": 2e-06}],
                 "%1$sn": {"input_cost_per_token": 2e-06, "output_cost_per_token": 2e-06}}""".formatted(prefix))
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is("body"))
                .body("detail", startsWith("is not JSON: line 1"));
        // Then
        assertThat(lists.versions()).isOne();
        asOperator().get("/v1/models/" + prefix + "m").then().body("price.rates.input", is("1.00"));
    }
}
