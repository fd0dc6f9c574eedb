package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.billing.domain.RedeemCode;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes that are worth money: told once, credited once, and not to be guessed. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class CodesIT {

    private static final String PROBLEM = "application/problem+json";

    private final Database database = new Database();

    @Test
    void codesAreToldOnceAndKeptAsHashesOnly() {
        // Given
        var key = newKey();
        var body = "{\"count\":3,\"amount\":\"2.50\",\"note\":\"fair\"}";
        // When
        var first = post("/v1/code-batches", key, body)
                .statusCode(201)
                .body("codes", hasSize(3))
                .body("codes", everyItem(matchesPattern("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}")))
                .body("redeemed", is(0));
        // Then
        post("/v1/code-batches", key, body)
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", is(first.extract().<String>path("id")))
                .body("codes", nullValue());
        for (var code : first.extract().<List<String>>path("codes")) {
            assertThat(database.number(
                            "SELECT (SELECT count(*) FROM idempotency WHERE response LIKE '%' || ? || '%')"
                                    + " + (SELECT count(*) FROM audit WHERE after::text LIKE '%' || ? || '%')",
                            code, code))
                    .isZero();
        }
        assertThat(database.number(
                        "SELECT count(*) FROM redeem_code WHERE batch_id = ?",
                        UUID.fromString(first.extract().path("id"))))
                .isEqualTo(3);
    }

    @Test
    void largestBatchIsMadeInOneRequest() {
        post("/v1/code-batches", newKey(), "{\"count\":10000,\"amount\":\"0.01\",\"note\":\"large\"}")
                .statusCode(201)
                .body("codes", hasSize(10_000));
    }

    @Test
    void codeIsCreditedHoweverItIsTyped() {
        // Given
        var code = codes(1, "2.50", "").getFirst();
        var id = Operator.openAccount();
        // When
        redeem(
                        id,
                        code.toLowerCase(java.util.Locale.ROOT)
                                .replace('-', ' ')
                                .replace('0', 'o')
                                .replace('1', 'l'))
                .statusCode(201)
                .body("amount", is("2.50"))
                .body("balanceAfter", is("2.50"))
                .body("batchId", notNullValue());
        // Then
        asOperator()
                .get("/v1/accounts/" + id + "/transactions")
                .then()
                .body("items[0].kind", is("grant"))
                .body("items[0].reference", containsString("code of batch"));
        asOperator().get("/v1/accounts/" + id + "/grants").then().body("items[0].remaining", is("2.50"));
    }

    @Test
    void doorRedeemsForAUserThatNobodyHasMet() {
        var payer = BillingProbe.stranger();
        var code = codes(1, "2.50", "").getFirst();
        post("/v1/payers/" + payer + "/redeem", newKey(), "{\"code\":\"" + code + "\"}")
                .statusCode(201)
                .body("balanceAfter", is("3.50"));
        post("/v1/payers/account:999999999/redeem", newKey(), "{\"code\":\"" + code + "\"}")
                .statusCode(404);
    }

    @Test
    void codeIsCreditedOnceHoweverManyRedeemItAtOnce() {
        // Given
        var code = codes(1, "2.50", "").getFirst();
        var accounts =
                IntStream.range(0, 8).mapToObj(i -> Operator.openAccount()).toList();
        // When
        var racing = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> redeem(accounts.get(i % 8), code).extract().statusCode()))
                .toList();
        var statuses = racing.stream().map(CompletableFuture::join).toList();
        // Then
        assertThat(Collections.frequency(statuses, 201)).isOne();
        assertThat(Collections.frequency(statuses, 409)).isEqualTo(63);
        assertThat(accounts.stream()
                        .mapToLong(id -> database.number("SELECT posted FROM account WHERE id = ?", Long.parseLong(id)))
                        .sum())
                .isEqualTo(2_500_000_000L);
    }

    @Test
    void replayOfARedemptionIsNoTry() {
        // Given
        var code = codes(1, "2.50", "").getFirst();
        var id = Operator.openAccount();
        var key = newKey();
        var path = "/v1/accounts/" + id + "/redeem";
        var body = "{\"code\":\"" + code + "\"}";
        // When
        for (int i = 0; i < 15; i++) {
            post(path, key, body).statusCode(201);
        }
        // Then
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("2.50"));
        assertThat(database.number("SELECT tries FROM code_try WHERE account_id = ?", Long.parseLong(id)))
                .isZero();
    }

    @Test
    void whoGuessesIsStoppedEvenWithManyGuessesAtOnceAndThenEvenARightCodeWaits() {
        // Given
        var code = codes(1, "2.50", "").getFirst();
        var id = Operator.openAccount();
        // When
        var statuses = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> redeem(id, guess()).extract().statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        // Then
        assertThat(Collections.frequency(statuses, 404)).isEqualTo(10);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(30);
        var waiting = redeem(id, code)
                .statusCode(429)
                .contentType(PROBLEM)
                .body("type", containsString("too-many-tries"))
                .body("field", is("code"));
        assertThat(Integer.parseInt(waiting.extract().header("Retry-After"))).isBetween(3500, 3600);
        redeem(Operator.openAccount(), code).statusCode(201);
        // And: after the window tries count anew
        database.change(
                "UPDATE code_try SET since = since - interval '2 hours' WHERE account_id = ?", Long.parseLong(id));
        redeem(id, guess()).statusCode(404);
    }

    @Test
    void waitThatIsToldIsWhatIsLeftOfTheWindowAndThenTheTryIsTaken() {
        // Given
        var id = Operator.openAccount();
        for (int i = 0; i < 10; i++) {
            redeem(id, guess()).statusCode(404).header("Retry-After", nullValue());
        }
        // When
        database.change(
                "UPDATE code_try SET since = since - interval '59 minutes 30 seconds' WHERE account_id = ?",
                Long.parseLong(id));
        var wait =
                Integer.parseInt(redeem(id, guess()).statusCode(429).extract().header("Retry-After"));
        // Then
        assertThat(wait).isBetween(1, 30);
        database.change(
                "UPDATE code_try SET since = since - ? * interval '1 second' WHERE account_id = ?",
                wait,
                Long.parseLong(id));
        redeem(id, guess()).statusCode(404);
    }

    @Test
    void mistypedCodeCostsNoTry() {
        var id = Operator.openAccount();
        for (int i = 0; i < 15; i++) {
            redeem(id, "00000-00000-00000-00001").statusCode(400).body("field", is("code"));
        }
        redeem(id, guess()).statusCode(404).body("field", is("code"));
    }

    @Test
    void triesOfAnAccountThatIsNotThereAreNotFoundAndLeaveNothing() {
        for (int i = 0; i < 12; i++) {
            redeem("999999999", guess()).statusCode(404).body("field", is("id"));
        }
        assertThat(database.number("SELECT count(*) FROM code_try WHERE account_id = 999999999"))
                .isZero();
    }

    @Test
    void usedExpiredAndVoidCodesSayWhy() {
        var id = Operator.openAccount();
        var expired = codes(1, "1", ",\"expiresAt\":\"2999-01-01T00:00:00Z\"").getFirst();
        database.change(
                "UPDATE code_batch SET expires_at = clock_timestamp() WHERE id ="
                        + " (SELECT batch_id FROM redeem_code WHERE hash = ?)",
                (Object) RedeemCode.parse(expired).hash());
        redeem(id, expired).statusCode(410).contentType(PROBLEM).body("type", containsString("code-expired"));
        var batch = post("/v1/code-batches", newKey(), "{\"count\":2,\"amount\":\"1\",\"note\":\"n\"}");
        var codes = batch.extract().<List<String>>path("codes");
        var batchId = batch.extract().<String>path("id");
        redeem(id, codes.getFirst()).statusCode(201);
        redeem(id, codes.getFirst()).statusCode(409).body("type", containsString("code-redeemed"));
        post("/v1/code-batches/" + batchId + "/void", newKey(), "{}")
                .statusCode(201)
                .body("voidedAt", notNullValue())
                .body("redeemed", is(1));
        post("/v1/code-batches/" + batchId + "/void", newKey(), "{}").statusCode(409);
        redeem(id, codes.getLast()).statusCode(409).body("type", containsString("code-void"));
        post("/v1/code-batches/" + newKey() + "/void", newKey(), "{}").statusCode(404);
        asOperator().get("/v1/accounts/" + id).then().body("balance.posted", is("1.00"));
    }

    @Test
    void batchesAreListedLatestFirstWithWhatIsRedeemed() {
        // Given
        codes(1, "1", "");
        redeem(Operator.openAccount(), codes(2, "1", "").getFirst()).statusCode(201);
        // When
        var cursor = asOperator()
                .get("/v1/code-batches?limit=1")
                .then()
                .statusCode(200)
                .body("items[0].count", is(2))
                .body("items[0].redeemed", is(1))
                .body("items[0].codes", nullValue())
                .extract()
                .<String>path("nextCursor");
        // Then
        asOperator().get("/v1/code-batches?limit=1&cursor=" + cursor).then().body("items[0].count", is(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\":\"1\",\"note\":\"n\"}                                 | count",
                "{\"count\":0,\"amount\":\"1\",\"note\":\"n\"}                     | count",
                "{\"count\":10001,\"amount\":\"1\",\"note\":\"n\"}                 | count",
                "{\"count\":\"5\",\"amount\":\"1\",\"note\":\"n\"}                 | count",
                "{\"count\":1,\"amount\":\"-1\",\"note\":\"n\"}                    | amount",
                "{\"count\":1,\"amount\":\"1\"}                                    | note",
                "{\"count\":1,\"amount\":\"1\",\"note\":\"n\",\"expiresAt\":\"2020-01-01T00:00:00Z\"} | expiresAt",
            })
    void badBatchNamesItsField(String body, String field) {
        post("/v1/code-batches", newKey(), body)
                .statusCode(400)
                .contentType(PROBLEM)
                .body("field", is(field));
    }

    private static List<String> codes(int count, String amount, String more) {
        return post(
                        "/v1/code-batches",
                        newKey(),
                        "{\"count\":" + count + ",\"amount\":\"" + amount + "\",\"note\":\"n\"" + more + "}")
                .statusCode(201)
                .extract()
                .path("codes");
    }

    /** Well formed, and nobody's. */
    private static String guess() {
        return RedeemCode.mint(RandomGenerator.getDefault()).inClear();
    }

    private static ValidatableResponse redeem(String account, String code) {
        return post("/v1/accounts/" + account + "/redeem", newKey(), "{\"code\":\"" + code + "\"}");
    }
}
