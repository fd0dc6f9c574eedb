package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.Payer;
import io.restassured.response.ValidatableResponse;

/** What tests of accounts do as an operator, and how they learn what was told. */
final class AccountSteps {

    private AccountSteps() {}

    static ValidatableResponse patch(String id, String body) {
        return asOperator().body(body).patch("/v1/accounts/" + id).then();
    }

    /** The first event about the account with this word in it, once it is there. */
    static AccountChanged told(BillingProbe probe, Payer payer, String word) {
        return probe.value(
                probe.kafka.await(
                        Topic.ACCOUNTS_CHANGED,
                        seen -> payer.value().equals(seen.key()) && seen.text().contains(word)),
                AccountChanged.class);
    }
}
