package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Promotional credit that was granted at once.
 *
 * <pre>
 *            effectiveAt        charges burn it
 * SCHEDULED ────────────> ACTIVE ──────────────> USED_UP
 *     │                     │
 *     └─────────────────────┴─> EXPIRED | VOID   what is left is taken back, as soon as no hold needs it
 * </pre>
 *
 * @param id also the ledger row that credits it
 * @param priority lower ones burn first; then the one that expires first, then the oldest
 * @param account the customer's
 * @param models those that it pays for; empty: all
 * @param credited whether its money has reached the balance
 * @param rest neither burnt nor taken back
 * @param lost taken back when it had ended
 */
public record Lot(
        UUID id,
        AccountId account,
        Nanos amount,
        List<String> models,
        int priority,
        Instant effectiveAt,
        Optional<Instant> expiresAt,
        Optional<Instant> voidedAt,
        Optional<String> reason,
        Optional<String> operator,
        Instant createdAt,
        boolean credited,
        Nanos rest,
        Nanos lost) {

    public Lot {
        models = List.copyOf(models);
    }

    /** What charges took of it, less what refunds gave back. */
    public Nanos burnt() {
        return amount.minus(rest).minus(lost);
    }

    public State state(Instant now) {
        if (voidedAt.isPresent()) {
            return State.VOID;
        }
        if (expiresAt.filter(end -> !end.isAfter(now)).isPresent()) {
            return State.EXPIRED;
        }
        if (!credited) {
            return State.SCHEDULED;
        }
        return rest.value() > 0 ? State.ACTIVE : State.USED_UP;
    }

    /** Where a lot is in its life. */
    public enum State {
        SCHEDULED,
        ACTIVE,
        USED_UP,
        EXPIRED,
        VOID
    }
}
