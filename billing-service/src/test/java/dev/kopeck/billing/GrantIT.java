package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promotional grants as an operator makes them. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class GrantIT {

    private static BillingProbe probe;
    private final Database database = new Database();

    @BeforeAll
    static void open() {
        probe = new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    @AfterAll
    static void close() {
        probe.close();
    }

    @Test
    void grantIsCreditedListedAndVoided() {
        // Given
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/grants";
        var ends = Instant.now().plus(Duration.ofDays(1)).toString();
        // When
        var grant = post(
                        path,
                        newKey(),
                        "{\"amount\":\"2.00\",\"priority\":7,\"expiresAt\":\"" + ends + "\",\"reason\":\"spring\"}")
                .statusCode(201)
                .body("state", is("active"))
                .body("remaining", is("2.00"))
                .body("priority", is(7))
                .extract()
                .<String>path("id");
        assertThat(MoneyCalls.changed(probe, grant).amount()).isEqualTo(Nanos.parse("2.00"));
        var authorized =
                probe.authorized(probe.prompt(Payer.account(AccountId.parse(id)), BillingProbe.MODEL, 100, 1000));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        // Then
        asOperator()
                .get(path)
                .then()
                .statusCode(200)
                .body("items.id", contains(grant))
                .body("items[0].burnt", is("0.00007"))
                .body("items[0].remaining", is("1.99993"))
                .body("nextCursor", nullValue());
        post(path + "/" + grant + "/void", newKey(), "{\"reason\":\"a mistake\"}")
                .statusCode(201)
                .body("state", is("void"))
                .body("remaining", is("0.00"))
                .body("takenBack", is("1.99993"));
        post(path + "/" + grant + "/void", newKey(), "{\"reason\":\"a mistake\"}")
                .statusCode(409);
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("0.00"));
    }

    @Test
    void grantThatHasEndedIsTakenBackByItselfAndToldOf() {
        // Given
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/grants";
        var grant = post(
                        path, newKey(), "{\"amount\":\"2.00\",\"expiresAt\":\"2999-01-01T00:00:00Z\",\"reason\":\"r\"}")
                .statusCode(201)
                .extract()
                .<String>path("id");
        // When
        database.change(
                "UPDATE grant_lot SET expires_at = clock_timestamp(), due_at = clock_timestamp() WHERE id = ?",
                UUID.fromString(grant));
        // Then
        Eventually.eventually(() -> asOperator()
                .get(path)
                .then()
                .body("items[0].state", is("expired"))
                .body("items[0].takenBack", is("2.00")));
        probe.kafka.await(
                Topic.ACCOUNTS_CHANGED,
                seen -> ("account:" + id).equals(seen.key()) && seen.text().contains("-2.00"));
    }

    @Test
    void grantsAreListedLatestFirstInPages() {
        // Given
        var id = Operator.openAccount();
        var path = "/v1/accounts/" + id + "/grants";
        for (var reason : new String[] {"first", "second", "third"}) {
            post(
                            path,
                            newKey(),
                            "{\"amount\":\"1\",\"effectiveAt\":\"2999-01-01T00:00:00Z\",\"reason\":\"" + reason + "\"}")
                    .statusCode(201)
                    .body("state", is("scheduled"));
        }
        // When
        var cursor = asOperator()
                .get(path + "?limit=2")
                .then()
                .body("items.size()", is(2))
                .body("nextCursor", notNullValue())
                .extract()
                .<String>path("nextCursor");
        // Then
        asOperator()
                .get(path + "?limit=2&cursor=" + cursor)
                .then()
                .body("items.size()", is(1))
                .body("nextCursor", nullValue());
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("0.00"));
    }
}
