package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Payment;
import dev.kopeck.contracts.event.PaymentReceived;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Payments that providers took. */
public interface Payments {

    /**
     * Credits a batch, whose provider and payment ids are distinct, in one transaction with the events about it.
     * Idempotent by provider and payment id. One result per request, in order. Fails with
     * {@link StoreUnavailableException} where asking again may help, with {@link StoreRefusedException} where a request
     * of the batch cannot be written.
     */
    Uni<List<Credited>> credit(List<Credit> credits);

    /** Those that were credited, latest first. */
    Uni<List<Payment>> list(Filter filter, Optional<UUID> belowEntry, int limit);

    /** @param entry the id of the ledger row, where it is credited now */
    record Credit(PaymentReceived payment, AccountId account, UUID entry) {}

    /** Which payments; what is empty does not narrow. */
    record Filter(
            Optional<String> provider, Optional<AccountId> account, Optional<Instant> from, Optional<Instant> until) {}

    /** How the books took a payment. */
    enum Credited {
        NOW,
        BEFORE,
        UNKNOWN_ACCOUNT,
        ACCOUNT_CLOSED,
        BALANCE_OUT_OF_RANGE,
        OTHER_FACTS,
        REFERENCE_USED
    }
}
