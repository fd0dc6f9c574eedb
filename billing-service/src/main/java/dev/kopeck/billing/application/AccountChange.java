package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountDecision;

/** How a change of an account went. */
public sealed interface AccountChange {

    record Changed(Account before, Account after) implements AccountChange {}

    /** @param account as it stands, and stays */
    record Refused(AccountDecision.Reason reason, Account account) implements AccountChange {}

    record UnknownAccount() implements AccountChange {}
}
