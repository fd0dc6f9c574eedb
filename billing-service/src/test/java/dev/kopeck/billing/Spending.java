package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.money.Usage;

/** Accounts with a little history. */
final class Spending {

    private Spending() {}

    /** A grant of 1.00, a charge of 0.00007, and a top-up of 2.00. */
    static PromptAuthorized charged(BillingProbe probe, String reference) {
        var authorized = probe.authorized(probe.prompt(BillingProbe.stranger(), BillingProbe.MODEL, 100, 1000));
        probe.settled(probe.completion(authorized, Outcome.COMPLETED, Usage.of(100, 10)));
        post(
                        "/v1/accounts/" + authorized.accountId() + "/top-ups",
                        newKey(),
                        "{\"amount\":\"2.00\",\"reference\":\"" + reference + "\"}")
                .statusCode(201);
        return authorized;
    }
}
