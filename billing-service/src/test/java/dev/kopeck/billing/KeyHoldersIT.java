package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.as;
import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.billing.domain.ApiKeySecret;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a door shows to the holder of a key, and that it can show nothing without one. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class KeyHoldersIT {

    private static final String NOBODYS = "0".repeat(64);

    @Test
    void aHolderSeesTheOwnAccountAndNoOther() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "3.00");
        Operator.topUp(AccountId.parse(Operator.openAccount()), "9.00");
        var hash = hashOf(issue(id));
        // Then
        holder("/balance", hash).statusCode(200).body("posted", is("3.00")).body("available", is("3.00"));
        holder("/transactions", hash).statusCode(200).body("items", hasSize(1)).body("items[0].kind", is("top_up"));
        holder("/keys", hash)
                .statusCode(200)
                .body("items.accountId", contains(id))
                .body("items[0].key", nullValue());
        holder("/usage", hash).statusCode(200).body("items", notNullValue());
    }

    @Test
    void listsAreReadInPages() {
        // Given
        var id = Operator.openAccount();
        Operator.topUp(AccountId.parse(id), "1.00");
        Operator.topUp(AccountId.parse(id), "2.00");
        var hash = hashOf(issue(id));
        // When
        var cursor = holder("/transactions?limit=1", hash)
                .body("items.amount", contains("2.00"))
                .extract()
                .<String>path("nextCursor");
        // Then
        holder("/transactions?limit=1&cursor=" + cursor, hash)
                .body("items.amount", contains("1.00"))
                .body("nextCursor", nullValue());
    }

    @Test
    void aFrozenAccountsHolderMayLookAtIt() {
        // Given
        var id = Operator.openAccount();
        var hash = hashOf(issue(id));
        // When
        post("/v1/accounts/" + id + "/freeze", newKey(), "{\"reason\":\"chargeback\"}")
                .statusCode(201);
        // Then
        holder("/balance", hash).statusCode(200);
    }

    @Test
    void aRevokedKeyShowsNothingMore() {
        // Given
        var id = Operator.openAccount();
        var key = issue(id);
        // When
        asOperator()
                .delete("/v1/accounts/" + id + "/keys/" + key.getString("id"))
                .then()
                .statusCode(200);
        // Then
        opensNothing("/balance", hashOf(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/balance", "/transactions", "/keys", "/usage"})
    void aDoorsTokenAloneShowsNothing(String path) {
        as("door").get("/v1/key-holder" + path).then().statusCode(400).body("field", is("Kopeck-Key-Hash"));
        opensNothing(path, NOBODYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "zz", "kp_not-a-hash"})
    void aHashThatIsNoneIsNotRepeated(String hash) {
        holder("/balance", hash)
                .statusCode(400)
                .body("field", is("Kopeck-Key-Hash"))
                .body("detail", not(is(hash)));
    }

    @ParameterizedTest
    @CsvSource({
        "/transactions?limit=0, limit",
        "/transactions?cursor=x, cursor",
        "/keys?cursor=x, cursor",
        "/usage?groupBy=color, groupBy",
        "/usage?zone=Europe/Berlin, zone",
        "/usage?from=yesterday, from"
    })
    void aBadParameterIsNamed(String path, String field) {
        holder(path, NOBODYS).statusCode(400).body("field", is(field));
    }

    @Test
    void whoReadsEverythingNeedsNoKeyAndGetsNoneHere() {
        as("viewer").get("/v1/key-holder/balance").then().statusCode(403);
    }

    private static void opensNothing(String path, String hash) {
        holder(path, hash).statusCode(403).body("type", is("urn:kopeck:problem:key-opens-nothing"));
    }

    private static ValidatableResponse holder(String path, String hash) {
        return as("door")
                .header("Kopeck-Key-Hash", hash)
                .get("/v1/key-holder" + path)
                .then();
    }

    private static JsonPath issue(String id) {
        return post("/v1/accounts/" + id + "/keys", newKey(), "{\"name\":\"web\"}")
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static String hashOf(JsonPath key) {
        return HexFormat.of().formatHex(new ApiKeySecret(key.getString("key")).hash());
    }
}
