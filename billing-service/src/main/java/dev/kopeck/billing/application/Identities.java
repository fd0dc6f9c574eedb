package dev.kopeck.billing.application;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Which payer pays from which account. Takes part in the open transaction where there is one. */
public interface Identities {

    Uni<Optional<AccountId>> ownerOf(Payer payer);

    /** Gives a payer that nobody has met to an account; false where somebody was faster. */
    Uni<Boolean> add(Payer payer, AccountId account);

    /**
     * Moves a payer, and makes every instance that keeps payers in memory look again. False where it does not belong to
     * {@code from}.
     */
    Uni<Boolean> move(Payer payer, AccountId from, AccountId to);
}
