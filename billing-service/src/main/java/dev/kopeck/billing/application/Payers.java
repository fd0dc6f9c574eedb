package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Registration;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who pays from which account. An operator may move a payer: every instance follows within about a second. */
public interface Payers {

    /**
     * The accounts of these payers. A Telegram payer met for the first time is registered, with the welcome grant and
     * the event about it, exactly once over all instances. A payer that names an account which does not exist is left
     * out.
     */
    Uni<Map<Payer, AccountId>> accountsOf(Set<Payer> payers);

    /** As above for one payer, and tells whether this call registered it; empty where the account does not exist. */
    Uni<Optional<Registration>> register(Payer payer);
}
