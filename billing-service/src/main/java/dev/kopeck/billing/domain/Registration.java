package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.util.UUID;

/**
 * A payer's account was found or made.
 *
 * @param registered whether it was made just now
 * @param granted the welcome grant that it got; zero where it got none or was there before
 * @param changeId the ledger entry of the grant, or what stands for it
 */
public record Registration(Payer payer, AccountId account, boolean registered, Nanos granted, UUID changeId) {

    /** Tells that somebody is new; only for a payer that was registered just now. */
    public AccountChanged event() {
        if (!registered) {
            throw new IllegalStateException("only a new account is told of");
        }
        return new AccountChanged(changeId, payer, account, Change.REGISTERED, granted, granted, Books.CURRENCY);
    }
}
