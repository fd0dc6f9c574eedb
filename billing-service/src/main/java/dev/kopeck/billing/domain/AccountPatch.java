package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator wants to be different about an account.
 *
 * @param metadata by key; a key without a value is taken out
 * @param creditLimit zero or more; empty where it stays
 * @param lowBalance zero or more
 */
public record AccountPatch(
        Edit<String> name,
        Map<String, Optional<String>> metadata,
        Optional<Nanos> creditLimit,
        Edit<Nanos> lowBalance) {

    public AccountPatch {
        metadata = Map.copyOf(metadata);
    }
}
