package dev.kopeck.billing.domain;

import java.util.Map;
import java.util.Optional;

/**
 * What operators note about an account; no prompt reads it.
 *
 * @param metadata the operator's own words by key, in the order of the keys
 * @param statusReason why it is frozen or closed
 */
public record AccountProfile(Optional<String> name, Metadata metadata, Optional<String> statusReason) {

    public static final AccountProfile BLANK =
            new AccountProfile(Optional.empty(), new Metadata(Map.of()), Optional.empty());

    AccountProfile withStatusReason(Optional<String> reason) {
        return new AccountProfile(name, metadata, reason);
    }
}
