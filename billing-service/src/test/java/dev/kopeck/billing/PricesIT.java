package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models and price versions: what operators set, and what prompts pay for it. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PricesIT {

    private final Database database = new Database();
    private static PriceSteps steps;

    @BeforeAll
    static void open() {
        steps = new PriceSteps();
    }

    @AfterAll
    static void close() {
        steps.close();
    }

    @Test
    void priceOfTheFutureWaitsForItsTimeAndIsToldOfBefore() {
        // Given
        var model = steps.newModel();
        int current = steps.set(model, "1", null);
        var later = Instant.now().plus(Duration.ofDays(30));
        // When
        int future = steps.set(model, "2", later.toString());
        // Then
        asOperator()
                .get("/v1/models/" + model)
                .then()
                .statusCode(200)
                .body("id", is(model))
                .body("active", is(true))
                .body("description", nullValue())
                .body("price.version", is(current))
                .body("price.rates.input", is("1.00"))
                .body("price.effectiveUntil", notNullValue())
                .body("nextPrice.version", is(future));
        asOperator()
                .get("/v1/prices?model=" + model)
                .then()
                .body("items.version", contains(future, current))
                .body("items[0].effectiveUntil", nullValue());
        asOperator()
                .get("/v1/prices?model=" + model + "&at=" + Instant.now())
                .then()
                .body("items.version", contains(current));
        asOperator()
                .get("/v1/prices?model=" + model + "&at=" + later.plusSeconds(1))
                .then()
                .body("items.version", contains(future));
        asOperator()
                .get("/v1/prices?model=" + model + "&at=2020-01-01T00:00:00Z")
                .then()
                .body("items", hasSize(0));
        assertThat(steps.eventually(model, authorized -> true).price().version())
                .isEqualTo(current);
    }

    @Test
    void momentThatHasJustPassedIsTakenForNowSoThatHistoryStays() {
        // Given
        var model = steps.newModel();
        int first = steps.set(model, "1", null);
        // When
        int second = steps.set(model, "2", Instant.now().minusSeconds(30).toString());
        // Then
        asOperator().get("/v1/prices?model=" + model).then().body("items.version", contains(second, first));
        assertThat(database.number(
                        "SELECT count(*) FROM price a JOIN price b ON a.version = ? AND b.version = ?"
                                + " WHERE a.effective_from < b.effective_from",
                        first,
                        second))
                .isOne();
    }

    @Test
    void futurePriceCanBeWithdrawnAndTheOneInEffectCannot() {
        // Given
        var model = steps.newModel();
        int current = steps.set(model, "1", null);
        int future =
                steps.set(model, "2", Instant.now().plus(Duration.ofDays(1)).toString());
        // When
        asOperator()
                .delete("/v1/prices/" + future)
                .then()
                .statusCode(200)
                .body("version", is(future))
                .body("withdrawnAt", notNullValue());
        // Then
        asOperator().delete("/v1/prices/" + future).then().statusCode(200).body("withdrawnAt", notNullValue());
        asOperator()
                .get("/v1/prices?model=" + model)
                .then()
                .body("items.version", contains(current))
                .body("items[0].effectiveUntil", nullValue());
        asOperator().get("/v1/prices/" + future).then().statusCode(200).body("withdrawnAt", notNullValue());
        asOperator().get("/v1/models/" + model).then().body("nextPrice", nullValue());
        asOperator().delete("/v1/prices/" + current).then().statusCode(409).body("field", is("version"));
        asOperator().delete("/v1/prices/999999999").then().statusCode(404);
        assertThat(database.number("SELECT count(*) FROM audit WHERE subject = ?", "price:" + future))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void pagesOfPricesFollowOneAnother() {
        // Given
        var model = steps.newModel();
        var versions =
                IntStream.range(0, 5).mapToObj(i -> steps.set(model, "1", null)).toList();
        // When
        var seen = new ArrayList<Integer>();
        var cursor = "";
        do {
            var page = asOperator()
                    .get("/v1/prices?limit=2&model=" + model + cursor)
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(page.<List<Integer>>path("items.version"));
            cursor = page.path("nextCursor") == null ? null : "&cursor=" + page.path("nextCursor");
        } while (cursor != null);
        // Then
        assertThat(seen).containsExactlyElementsOf(versions.reversed());
    }

    @Test
    void pagesOfAllModelsCoverEachOnce() {
        // Given
        var model = steps.newModel();
        steps.set(model, "1", null);
        // When
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = asOperator()
                    .get("/v1/models?limit=3" + cursor)
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(page.<List<String>>path("items.id"));
            cursor = page.path("nextCursor") == null ? null : "&cursor=" + page.path("nextCursor");
        } while (cursor != null);
        // Then
        assertThat(seen).contains(model, BillingProbe.MODEL).doesNotHaveDuplicates();
    }

    @Test
    void scenario06_futurePriceThatBecomesActiveInTheMiddleLeavesEachChargeAtItsPinnedVersion() {
        // Given
        var model = steps.newModel();
        int cheap = steps.set(model, "1", null);
        steps.eventually(model, any -> true);
        int dear = steps.set(model, "100", Instant.now().plusMillis(700).toString());
        // When
        steps.eventually(model, authorized -> authorized.price().version() == dear);
        // Then
        var held = steps.authorized(model);
        assertThat(held.stream().map(authorized -> authorized.price().version()).distinct())
                .containsExactlyInAnyOrder(cheap, dear);
        for (var authorized : held) {
            long rate = authorized.price().version() == cheap ? 1_000 : 100_000;
            assertThat(authorized.held()).isEqualTo(new Nanos(20 * rate));
            steps.probe.kafka.send(
                    steps.probe.record(steps.probe.completion(authorized, Outcome.COMPLETED, Usage.of(10, 7))));
        }
        for (var authorized : held) {
            long rate = authorized.price().version() == cheap ? 1_000 : 100_000;
            var settled = steps.probe.awaitSettled(authorized.promptId() + ".settled");
            assertThat(settled.charged()).isEqualTo(new Nanos(17 * rate));
            assertThat(settled.priceVersion()).isEqualTo(authorized.price().version());
        }
    }

    @Test
    void priceThatBecomesActiveStaysWhatHoldsPinnedAlsoWhenItIsWithdrawnAtThatMoment() {
        // Given
        var model = steps.newModel();
        int pinned = steps.set(model, "1", null);
        var authorized = steps.eventually(model, any -> true);
        database.change("INSERT INTO price_withdrawal (version) VALUES (?)", pinned);
        // When
        var settled = steps.probe.settled(steps.probe.completion(authorized, Outcome.COMPLETED, Usage.of(10, 10)));
        // Then
        assertThat(settled.charged()).isEqualTo(new Nanos(20_000));
    }

    @Test
    void inactiveModelIsDeclinedByNameUntilItIsActiveAgain() {
        // Given
        var model = steps.newModel();
        steps.set(model, "1", null);
        steps.eventually(model, authorized -> true);
        // When
        steps.describe(model, "{\"description\":\"Being repaired\",\"active\":false}")
                .body("active", is(false))
                .body("description", is("Being repaired"))
                .body("price", notNullValue());
        // Then
        steps.eventuallyDeclined(model, DeclineReason.MODEL_INACTIVE);
        asOperator().get("/v1/models?active=false&limit=200").then().body("items.id", hasItem(model));
        asOperator().get("/v1/models?active=true&limit=200").then().body("items.id", not(hasItem(model)));
        steps.describe(model, "{\"active\":true}").body("description", nullValue());
        steps.eventually(model, any -> true);
        assertThat(database.number(
                        "SELECT count(*) FROM audit WHERE subject = ? AND before IS NOT NULL", "model:" + model))
                .isEqualTo(2);
    }

    @Test
    void holdOfAModelThatIsSwitchedOffMeanwhileIsSettledAsUsual() {
        // Given
        var model = steps.newModel();
        steps.set(model, "1", null);
        var authorized = steps.eventually(model, any -> true);
        steps.describe(model, "{\"active\":false}");
        steps.eventuallyDeclined(model, DeclineReason.MODEL_INACTIVE);
        // When
        steps.probe.submit(authorized.prompt());
        var settled = steps.probe.settled(steps.probe.completion(authorized, Outcome.COMPLETED, Usage.of(10, 10)));
        // Then
        assertThat(settled.charged()).isEqualTo(new Nanos(20_000));
    }

    @Test
    void modelOfManySlashesIsDescribedBeforeItHasAPrice() {
        // Given
        var model = "vendor/" + steps.newModel() + "/large";
        // When
        steps.describe(model, "{\"description\":\"Soon\",\"active\":false}")
                .body("id", is(model))
                .body("price", nullValue());
        // Then
        asOperator().get("/v1/models/" + model).then().statusCode(200).body("description", is("Soon"));
        steps.eventuallyDeclined(model, DeclineReason.MODEL_INACTIVE);
    }

    @Test
    void changeThatAnotherInstanceMakesIsFollowed() {
        // Given
        var model = steps.newModel();
        steps.set(model, "1", null);
        steps.eventually(model, any -> true);
        // When
        database.change("INSERT INTO model (id, active) VALUES (?, false)", model);
        // Then
        steps.eventuallyDeclined(model, DeclineReason.MODEL_INACTIVE);
    }
}
