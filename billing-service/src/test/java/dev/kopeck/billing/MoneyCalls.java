package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.Topic;
import org.jspecify.annotations.Nullable;

/** Requests and answers that the tests of money in and money back share. */
final class MoneyCalls {

    private MoneyCalls() {}

    /** A top-up that goes well; its ledger row. */
    static String topUp(String account, String body) {
        return post("/v1/accounts/" + account + "/top-ups", newKey(), body)
                .statusCode(201)
                .extract()
                .path("id");
    }

    static String refund(String ofEntry, @Nullable String amount, String to) {
        var part = amount == null ? "" : "\"amount\":\"" + amount + "\",";
        return "{\"ofEntry\":\"" + ofEntry + "\"," + part + "\"reason\":\"asked for\",\"to\":\"" + to + "\"}";
    }

    /** How many entries the audit log has of this action on the account. */
    static long audited(String action, String account) {
        return new Database()
                .number("SELECT count(*) FROM audit WHERE action = ? AND subject = ?", action, "account:" + account);
    }

    /** What was told of this ledger row. */
    static AccountChanged changed(BillingProbe probe, String entry) {
        return probe.value(probe.kafka.await(Topic.ACCOUNTS_CHANGED, BillingProbe.told(entry)), AccountChanged.class);
    }
}
