package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.util.UUID;

/**
 * A lot was credited because its time had come, or what was left of it was taken back because it had ended.
 *
 * @param entry the ledger row
 * @param amount positive credits the account, negative debits it
 */
public record LotMovement(UUID entry, AccountId account, Payer payer, Nanos amount, Nanos balance) {

    public AccountChanged event() {
        return new AccountChanged(entry, payer, account, Change.CREDITED, amount, balance, Books.CURRENCY);
    }
}
