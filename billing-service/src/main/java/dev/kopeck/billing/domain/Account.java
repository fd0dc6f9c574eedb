package dev.kopeck.billing.domain;

import dev.kopeck.billing.domain.AccountDecision.Accepted;
import dev.kopeck.billing.domain.AccountDecision.Reason;
import dev.kopeck.billing.domain.AccountDecision.Refused;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A customer's account as it stands, and what may become of it.
 *
 * <pre>
 *   active ── freeze ──> frozen          closed: from either, once nothing is held and the balance is zero;
 *      ^                    │            no way leads back
 *      └──── unfreeze ──────┘
 * </pre>
 *
 * @param payers who pays from it, in the order of their texts
 * @param lowBalance a notice is due when a debit takes the posted balance below it; empty: never
 * @param scopedCredit what pays for certain models only, and is no part of the balance
 */
public record Account(
        AccountId id,
        List<Payer> payers,
        String currency,
        Standing standing,
        Funds funds,
        AccountProfile profile,
        Optional<Nanos> lowBalance,
        List<ScopedCredit> scopedCredit,
        Instant createdAt) {

    public Account {
        payers = List.copyOf(payers);
        scopedCredit = List.copyOf(scopedCredit);
    }

    public AccountStatus status() {
        return standing.status();
    }

    public Nanos posted() {
        return funds.posted();
    }

    public Nanos held() {
        return funds.held();
    }

    /** What is left of the balance; credit comes on top. */
    public Nanos available() {
        return funds.available();
    }

    /** The payer that events about this account are keyed by: the first door that it has, else the account itself. */
    public Payer principal() {
        return payers.isEmpty() ? Payer.account(id) : payers.getFirst();
    }

    /** Takes no new reservations from now on. Told once: an account that is frozen stays so, for the new reason. */
    public AccountDecision freeze(String reason) {
        if (standing.closed()) {
            return new Refused(Reason.CLOSED);
        }
        var told = standing.frozen() ? Optional.<Change>empty() : Optional.of(Change.FROZEN);
        return new Accepted(standing(standing.withFrozen(true), funds, reason), told);
    }

    /** As {@link #freeze}, the other way round. */
    public AccountDecision unfreeze(String reason) {
        if (standing.closed()) {
            return new Refused(Reason.CLOSED);
        }
        var told = standing.frozen() ? Optional.of(Change.UNFROZEN) : Optional.<Change>empty();
        return new Accepted(standing(standing.withFrozen(false), funds, reason), told);
    }

    /** For good. Gives no credit any more, so that nothing can be taken from it even by who has not heard of it. */
    public AccountDecision close(String reason) {
        if (standing.closed()) {
            return new Refused(Reason.CLOSED);
        }
        if (!funds.isEmpty()
                || scopedCredit.stream().anyMatch(scoped -> !scoped.funds().isEmpty())) {
            return new Refused(Reason.NOT_EMPTY);
        }
        return new Accepted(
                standing(standing.asClosed(), funds.withCreditLimit(Nanos.ZERO), reason), Optional.of(Change.CLOSED));
    }

    /** Notes can be changed for ever, money's limits only while the account is open. */
    public AccountDecision patch(AccountPatch patch) {
        var metadata = profile.metadata().merged(patch.metadata());
        var limit = patch.creditLimit().orElse(funds.creditLimit());
        if (standing.closed() && !limit.equals(funds.creditLimit())) {
            return new Refused(Reason.CLOSED);
        }
        if (!metadata.fits()) {
            return new Refused(Reason.METADATA_TOO_LARGE);
        }
        if (funds.creditUsed().compareTo(limit) > 0) {
            return new Refused(Reason.CREDIT_IN_USE);
        }
        if (!funds.affordsLimit(limit)) {
            return new Refused(Reason.CREDIT_OUT_OF_RANGE);
        }
        var noted = new AccountProfile(patch.name().over(profile.name()), metadata, profile.statusReason());
        var watched = patch.lowBalance().over(lowBalance);
        var after = new Account(
                id, payers, currency, standing, funds.withCreditLimit(limit), noted, watched, scopedCredit, createdAt);
        return new Accepted(after, Optional.empty());
    }

    private Account standing(Standing now, Funds with, String reason) {
        var noted = profile.withStatusReason(Optional.of(reason));
        return new Account(id, payers, currency, now, with, noted, lowBalance, scopedCredit, createdAt);
    }
}
