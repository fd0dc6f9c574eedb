package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.util.Optional;
import java.util.UUID;

/**
 * Money that is to be given back.
 *
 * @param id makes the refund idempotent: the ledger row that it becomes
 * @param ofEntry the ledger row of which something is given back
 * @param amount above zero; empty for all that is left of that row
 */
public record Refund(
        UUID id,
        AccountId account,
        UUID ofEntry,
        Optional<Nanos> amount,
        Destination to,
        String operator,
        String reason) {

    /** Where the money goes. */
    public enum Destination {
        /** A charge comes back to the balance. */
        BALANCE,
        /** A top-up or payment leaves the balance, to where it came from. */
        SOURCE
    }
}
