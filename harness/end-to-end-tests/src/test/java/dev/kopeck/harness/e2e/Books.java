package dev.kopeck.harness.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Billing's REST API, as an operator uses it. */
record Books(URI billing, String token) {

    private static final int PAGE = 100;

    /** An account as of now. */
    record Account(String id, Nanos posted, Nanos held, Nanos available) {}

    /** One line of a statement; amounts as the customer sees them, charges negative. */
    record Entry(String id, String kind, Nanos amount, Nanos balanceAfter) {}

    Account accountOf(Payer payer) {
        var account = Http.send("PUT", url("/v1/payers/" + payer), "", headers());
        var body = account.body();
        if (account.status() != 200 && account.status() != 201) {
            throw new AssertionError("PUT /v1/payers/%s: %d %s".formatted(payer, account.status(), body));
        }
        return new Account(
                body.path("id").asText(), money(body, "posted"), money(body, "held"), money(body, "available"));
    }

    /** Every entry of the account, newest first. */
    List<Entry> entriesOf(Account account) {
        var entries = new ArrayList<Entry>();
        var cursor = "";
        do {
            var page = Http.get(
                            url("/v1/accounts/%s/transactions?limit=%d%s".formatted(account.id(), PAGE, cursor)),
                            headers())
                    .expect(200);
            page.path("items").forEach(entry -> entries.add(entryOf(entry)));
            var next = page.path("nextCursor").textValue();
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return entries;
    }

    /**
     * Sets the price of a model's tokens, however far it is from the one before; rates are decimal strings per million
     * tokens.
     */
    void setPrice(String model, String input, String output) {
        var body = Http.JSON
                .createObjectNode()
                .put("model", model)
                .put("currency", "USD")
                .put("confirm", true);
        body.putObject("rates").put("input", input).put("output", output);
        post("/v1/prices", body.toString(), "price-%s-%s-%s".formatted(model, input, output))
                .expect(201);
    }

    Http.Answer post(String path, String body, String idempotencyKey) {
        return Http.send(
                "POST", url(path), body, Map.of("Authorization", "Bearer " + token, "Idempotency-Key", idempotencyKey));
    }

    private static Entry entryOf(JsonNode entry) {
        return new Entry(
                entry.path("id").asText(),
                entry.path("kind").asText(),
                Nanos.parse(entry.path("amount").asText()),
                Nanos.parse(entry.path("balanceAfter").asText()));
    }

    private static Nanos money(JsonNode account, String name) {
        return Nanos.parse(account.path("balance").path(name).asText());
    }

    private Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + token);
    }

    private URI url(String path) {
        return billing.resolve(path);
    }
}
