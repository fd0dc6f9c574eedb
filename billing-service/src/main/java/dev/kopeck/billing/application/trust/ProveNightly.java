package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.application.Transactions;
import dev.kopeck.billing.domain.trust.Nights;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks for the proof of each night as it comes due, and for the comparison of the last day with Kafka; and does the proofs
 * that are asked for, by whomever.
 */
public final class ProveNightly {

    private static final Logger LOG = Logger.getLogger(ProveNightly.class);

    private static final Duration MOST = Duration.ofHours(12);

    private final Leadership leadership;
    private final Transactions transactions;
    private final Proofs proofs;
    private final ProveBooks prove;
    private final RequestReconciliation reconciliation;
    private final Nights nights;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public ProveNightly(
            Leadership leadership,
            Transactions transactions,
            Proofs proofs,
            ProveBooks prove,
            RequestReconciliation reconciliation,
            Nights nights,
            Supplier<UUID> ids,
            Clock clock) {
        this.leadership = leadership;
        this.transactions = transactions;
        this.proofs = proofs;
        this.prove = prove;
        this.reconciliation = reconciliation;
        this.nights = nights;
        this.ids = ids;
        this.clock = clock;
    }

    /** One round, by one instance. Never fails: the next one goes on where this one stopped. */
    public Uni<Void> work() {
        return leadership
                .alone("proof", MOST, () -> transactions.inOne(this::nightly).chain(prove::work))
                .onFailure()
                .invoke(failure -> LOG.warnf("Proof interrupted, the next round goes on reason=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> nightly() {
        return proofs.requestNightly(nights.dueAt(clock.instant()), ids.get())
                .chain(due -> due
                        ? reconciliation.lastDayOnKafka().replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }
}
