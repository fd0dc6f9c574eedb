package dev.kopeck.billing.application;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import java.util.List;

/** How a change of an account's payers went. */
public sealed interface IdentityChange {

    /**
     * @param from whose the payer was before; the same where nothing had to change
     * @param account whose it is now
     */
    record Belongs(Payer payer, AccountId from, AccountId account) implements IdentityChange {}

    /** It was nobody's before. */
    record Added(Payer payer, AccountId account) implements IdentityChange {}

    /** @param owner another account than the one that was named */
    record BelongsToAnother(AccountId owner) implements IdentityChange {}

    record AccountIsClosed() implements IdentityChange {}

    record TooMany(int most) implements IdentityChange {}

    /** @param missing those that were looked for */
    record UnknownAccount(List<AccountId> missing) implements IdentityChange {}

    /** The payer is not one of this account's. */
    record NotOfThisAccount() implements IdentityChange {}
}
