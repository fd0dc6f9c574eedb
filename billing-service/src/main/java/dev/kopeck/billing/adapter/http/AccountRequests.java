package dev.kopeck.billing.adapter.http;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Bodies about accounts as they come in: everything may be missing until it was looked at. */
final class AccountRequests {

    private AccountRequests() {}

    /**
     * @param currency the currency of the books where left out
     * @param metadata texts by key, sorted so that their order makes no other request
     * @param creditLimit zero where left out
     * @param lowBalance no notice where left out
     */
    record OpenAccount(
            @Nullable String currency,
            @Nullable String name,
            @Nullable SortedMap<String, @Nullable String> metadata,
            @Nullable String creditLimit,
            @Nullable String lowBalance) {}

    /** @param reason for the account's file and the audit log */
    record Because(@Nullable String reason) {}

    /** @param from the account that the payer is taken from, where it has one */
    record AddPayer(@Nullable String payer, @Nullable String from) {}

    /** @param zone of the tz database; UTC where left out */
    record Limits(
            @Nullable String zone,
            @Nullable String daily,
            @Nullable String monthly) {}

    /** What is left out does not limit the key. */
    record IssueKey(
            @Nullable String name,
            @Nullable List<@Nullable String> models,
            @Nullable String spendLimit,
            @Nullable String expiresAt) {}

    /** One of both: the key, or its SHA-256 in hex. */
    record Introspect(@Nullable String key, @Nullable String hash) {

        /** Without the key, so that no log can show it. */
        @Override
        public String toString() {
            return "Introspect";
        }
    }
}
