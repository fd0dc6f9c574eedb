package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;

/**
 * A customer's account as it stands.
 *
 * @param posted what was paid in minus what was charged
 * @param held the part of it that open holds keep; what is left is available
 */
public record Account(
        AccountId id,
        List<Payer> payers,
        String currency,
        boolean frozen,
        Nanos posted,
        Nanos held,
        Instant createdAt) {

    public Account {
        payers = List.copyOf(payers);
    }

    public Nanos available() {
        return posted.minus(held);
    }

    /** The payer that events about this account are keyed by: the first door that it has, else the account itself. */
    public Payer principal() {
        return payers.isEmpty() ? Payer.account(id) : payers.getFirst();
    }
}
