package dev.kopeck.harness.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import java.net.URI;
import java.util.Map;

/** A program with an API key and an account that was topped up. */
record ApiUser(String accountId, String key) {

    /** Opens the account as an operator would. */
    static ApiUser arrive(Books books, String name, String topUp) {
        var account = books.post("/v1/accounts", "{\"name\":\"" + name + "\"}", name + "-open")
                .expect(201)
                .path("id")
                .asText();
        books.post("/v1/accounts/" + account + "/top-ups", "{\"amount\":\"" + topUp + "\"}", name + "-top-up")
                .expect(201);
        var key = books.post("/v1/accounts/" + account + "/keys", "{\"name\":\"e2e\"}", name + "-key")
                .expect(201)
                .path("key")
                .asText();
        return new ApiUser(account, key);
    }

    Payer payer() {
        return Payer.account(AccountId.parse(accountId));
    }

    Http.Answer submit(URI gateway, String idempotencyKey, String text) {
        var body = Http.JSON.createObjectNode().put("model", Kopeck.MODEL).put("maxOutputTokens", 200);
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        return Http.send(
                "POST",
                gateway.resolve("/v1/prompts"),
                body.toString(),
                Map.of("Authorization", "Bearer " + key, "Idempotency-Key", idempotencyKey));
    }

    JsonNode prompt(URI gateway, String id) {
        return Http.get(gateway.resolve("/v1/prompts/" + id), Map.of("Authorization", "Bearer " + key))
                .expect(200);
    }
}
