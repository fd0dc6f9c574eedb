package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.openAccount;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 1 for changes by operators: the connection dies in the middle of the transaction, right before its last
 * statement. Nothing is left of the change, of its event, of its audit entry and of its key; the same request then
 * works, and once more gives the recorded answer.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AccountChangesCrashIT {

    /** Numbers that differ where anything of an account does. The first one counts what every attempt adds to. */
    private static final List<String> STATE = List.of(
            """
            SELECT count(*) FROM audit WHERE subject = 'account:%1$s'
              OR subject IN (SELECT 'api_key:' || k.id FROM api_key k WHERE k.account_id = %1$s)""",
            """
            SELECT hashtext(a.frozen::text || a.closed || a.credit_limit || coalesce(a.low_balance, -1))
              FROM account a WHERE a.id = %1$s""",
            """
            SELECT coalesce(sum(hashtext(coalesce(p.name, '') || p.metadata || coalesce(p.status_reason, ''))), 0)
              FROM account_profile p WHERE p.account_id = %1$s""",
            "SELECT coalesce(sum(hashtext(p::text)), 0) FROM account_payer p WHERE p.account_id = %1$s",
            """
            SELECT coalesce(sum(hashtext(l.zone || coalesce(l.daily, -1))), 0)
              FROM spend_limit l WHERE l.account_id = %1$s""",
            "SELECT coalesce(sum(hashtext(k::text)), 0) FROM api_key k WHERE k.account_id = %1$s",
            "SELECT count(*) FROM idempotency WHERE path LIKE '/v1/accounts/%1$s/%%'",
            "SELECT epoch FROM payer_epoch",
            "SELECT count(*) FROM account");

    private final Database database = new Database();

    static Stream<Change> changes() {
        return Stream.of(
                posted("freeze", "{\"reason\":\"risk\"}"),
                posted("unfreeze", "{\"reason\":\"fine\"}"),
                posted("close", "{\"reason\":\"gone\"}"),
                posted("payers", "{\"payer\":\"telegram:%s\"}"),
                posted("keys", "{\"name\":\"ci\"}"),
                new Change(
                        "patch",
                        id -> asOperator()
                                .body("{\"name\":\"Ada\",\"creditLimit\":\"3\",\"lowBalance\":\"1\"}")
                                .patch("/v1/accounts/" + id)
                                .then()),
                new Change(
                        "set limits",
                        id -> asOperator()
                                .body("{\"daily\":\"3\"}")
                                .put("/v1/accounts/" + id + "/limits")
                                .then()),
                new Change(
                        "remove limits",
                        AccountChangesCrashIT::withLimits,
                        id -> asOperator()
                                .delete("/v1/accounts/" + id + "/limits")
                                .then()),
                new Change(
                        "remove payer",
                        AccountChangesCrashIT::withPayer,
                        id -> asOperator()
                                .delete("/v1/accounts/" + id + "/payers/telegram:8" + id)
                                .then()),
                new Change(
                        "revoke key",
                        AccountChangesCrashIT::withKey,
                        id -> asOperator()
                                .delete("/v1/accounts/" + id + "/keys/" + onlyKey(id))
                                .then()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void scenario01_crashBeforeTheCommitLeavesNothingAndTheSameRequestWorksThen(Change change) {
        // Given
        var id = change.account();
        var before = state(id);
        crashes("INSERT ON audit");
        // When
        change.call().apply(id).statusCode(503).header("Retry-After", "1");
        // Then
        assertThat(state(id)).isEqualTo(before);
        heal();
        int status = change.call().apply(id).extract().statusCode();
        assertThat(status).isIn(200, 201);
        assertThat(state(id)).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void scenario01_eventIsInTheTransactionOfTheChange(Change change) {
        // Given
        var id = change.account();
        var before = state(id);
        crashes("INSERT ON outbox");
        // When
        int status = change.call().apply(id).extract().statusCode();
        // Then
        boolean told = List.of("freeze", "close", "remove payer", "revoke key").contains(change.name());
        assertThat(status)
                .isEqualTo(told ? 503 : List.of("unfreeze", "payers", "keys").contains(change.name()) ? 201 : 200);
        assertThat(state(id).equals(before)).isEqualTo(told);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void scenario01_answerThatGotLostIsGivenAgain(Change change) {
        // Given
        var id = change.account();
        var first = change.call().apply(id).extract().response();
        var after = state(id);
        // When
        var again = change.call().apply(id).extract().response();
        // Then
        if (first.statusCode() == 201) {
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(again.jsonPath().getString("status"))
                    .isEqualTo(first.jsonPath().getString("status"));
            assertThat(state(id)).isEqualTo(after);
        } else {
            assertThat(state(id).subList(1, after.size())).isEqualTo(after.subList(1, after.size()));
        }
    }

    @AfterEach
    void heal() {
        database.change("DROP TRIGGER IF EXISTS crash ON audit");
        database.change("DROP TRIGGER IF EXISTS crash ON outbox");
    }

    /** The backend ends itself: what a killed server or a cut cable looks like. */
    private void crashes(String when) {
        database.change("CREATE OR REPLACE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$");
        database.change("CREATE TRIGGER crash BEFORE " + when + " FOR EACH ROW EXECUTE FUNCTION crash()");
    }

    private List<Long> state(String id) {
        return STATE.stream().map(sql -> database.number(sql.formatted(id))).toList();
    }

    private static Change posted(String path, String body) {
        var key = newKey();
        return new Change(path, id -> post("/v1/accounts/" + id + "/" + path, key, body.formatted(7 + id)));
    }

    private static String withLimits() {
        var id = openAccount();
        asOperator()
                .body("{\"daily\":\"3\"}")
                .put("/v1/accounts/" + id + "/limits")
                .then()
                .statusCode(200);
        return id;
    }

    private static String withPayer() {
        var id = openAccount();
        post("/v1/accounts/" + id + "/payers", newKey(), "{\"payer\":\"telegram:8" + id + "\"}")
                .statusCode(201);
        return id;
    }

    private static String withKey() {
        var id = openAccount();
        post("/v1/accounts/" + id + "/keys", newKey(), "{\"name\":\"ci\"}").statusCode(201);
        return id;
    }

    private static String onlyKey(String id) {
        return asOperator().get("/v1/accounts/" + id + "/keys").then().extract().path("items[0].id");
    }

    /** @param given opens the account that is changed */
    record Change(String name, Supplier<String> given, Function<String, ValidatableResponse> call) {
        Change(String name, Function<String, ValidatableResponse> call) {
            this(name, Operator::openAccount, call);
        }

        String account() {
            return given.get();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
