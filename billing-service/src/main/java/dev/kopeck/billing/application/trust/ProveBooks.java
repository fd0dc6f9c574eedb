package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.CheckMode;
import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Proof;
import dev.kopeck.billing.domain.trust.Violation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The proof: every account from its first entry, and the sum of all balances. In bounded pages, each of them remembered,
 * so that another instance goes on where one died.
 */
public final class ProveBooks {

    private static final Logger LOG = Logger.getLogger(ProveBooks.class);

    private final BookChecks checks;
    private final CheckAccounts accounts;
    private final Proofs proofs;
    private final Violations violations;
    private final TrustState state;
    private final int page;
    private final Clock clock;

    /** @param page how many accounts are checked between two notes of the progress */
    public ProveBooks(
            BookChecks checks,
            CheckAccounts accounts,
            Proofs proofs,
            Violations violations,
            TrustState state,
            int page,
            Clock clock) {
        this.checks = checks;
        this.accounts = accounts;
        this.proofs = proofs;
        this.violations = violations;
        this.state = state;
        this.page = page;
        this.clock = clock;
    }

    /** Does what is asked for, the oldest first; called by one instance at a time. */
    Uni<Void> work() {
        return proofs.next()
                .chain(open -> open.map(this::prove).orElse(Uni.createFrom().voidItem()));
    }

    private Uni<Void> prove(Proof proof) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicLong(proof.nextAccount()), cursor -> step(proof, cursor))
                .whilst(more -> more)
                .collect()
                .last()
                .chain(this::totals)
                .chain(wrong -> proofs.finish(proof.id(), wrong))
                .call(done -> violations.clearNotSeenSince(done.id()))
                .invoke(ProveBooks::tell)
                .chain(this::finished);
    }

    private Uni<Boolean> step(Proof proof, AtomicLong cursor) {
        return checks.all(cursor.get(), page).chain(next -> {
            if (next.last().isEmpty()) {
                return Uni.createFrom().item(false);
            }
            long last = next.last().getAsLong();
            return accounts.check(next.ranges())
                    .chain(tally -> proofs.advance(proof.id(), last, tally))
                    .invoke(() -> cursor.set(last))
                    .replaceWith(true);
        });
    }

    private Uni<Long> totals() {
        return checks.totals().chain(sums -> {
            var wrong = sums.entrySet().stream()
                    .filter(sum -> sum.getValue().signum() != 0)
                    .map(ProveBooks::imbalance)
                    .toList();
            WatchViolations.tell(wrong);
            return violations
                    .replace(Invariant.DOUBLE_ENTRY, List.copyOf(sums.keySet()), wrong)
                    .replaceWith((long) wrong.size());
        });
    }

    private static Violation imbalance(Map.Entry<String, BigDecimal> sum) {
        return new Violation(
                Invariant.DOUBLE_ENTRY,
                Optional.empty(),
                sum.getKey(),
                Optional.of(BigDecimal.ZERO),
                Optional.of(sum.getValue()),
                1);
    }

    private Uni<Void> finished(Proof proof) {
        var started = proof.started().orElse(proof.requestedAt());
        return state.finished(new CheckRun(
                CheckMode.FULL,
                clock.instant(),
                Duration.between(started, proof.finished().orElse(started)),
                proof.accounts(),
                proof.entries()));
    }

    private static void tell(Proof proof) {
        LOG.infof(
                "Books proven proofId=%s accounts=%d entries=%d violations=%d",
                proof.id(), proof.accounts(), proof.entries(), proof.violations());
    }
}
