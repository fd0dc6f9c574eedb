package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.telegram.domain.AccountView;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Port: billing. */
public interface Accounts {

    /**
     * The payer's account, opened with the welcome grant where this is the first contact.
     *
     * @return empty where billing cannot be reached or gives no account; never fails
     */
    Uni<Optional<AccountView>> of(Payer payer);
}
