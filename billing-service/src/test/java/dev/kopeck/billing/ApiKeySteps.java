package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;

/** What tests of API keys do as an operator, a gateway, and whoever has the key. */
final class ApiKeySteps {

    private ApiKeySteps() {}

    static JsonPath issue(String account, String body) {
        return post("/v1/accounts/" + account + "/keys", newKey(), body)
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    static ValidatableResponse patch(String account, JsonPath key, String body) {
        return asOperator()
                .body(body)
                .patch("/v1/accounts/" + account + "/keys/" + key.getString("id"))
                .then();
    }

    static ValidatableResponse introspect(JsonPath key) {
        return asOperator()
                .body("{\"key\":\"" + key.getString("key") + "\"}")
                .post("/v1/keys/introspect")
                .then()
                .statusCode(200);
    }

    static PromptSubmitted prompt(BillingProbe probe, String account, JsonPath key, String model) {
        return new PromptSubmitted(
                probe.newId(),
                Payer.account(AccountId.parse(account)),
                Channel.TELEGRAM,
                model,
                100,
                100,
                5,
                UUID.fromString(key.getString("id")));
    }
}
