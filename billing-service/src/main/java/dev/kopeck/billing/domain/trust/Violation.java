package dev.kopeck.billing.domain.trust;

import dev.kopeck.contracts.identity.AccountId;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An invariant that does not hold.
 *
 * @param account whose books it concerns; empty where it is nobody's alone
 * @param subject the first entry or hold concerned, or a currency or an hour; may be empty
 * @param expected what should be there, as {@link Invariant#figures} says; empty where there is no figure
 * @param found what is there
 * @param count how many entries or holds are concerned
 */
public record Violation(
        Invariant invariant,
        Optional<AccountId> account,
        String subject,
        Optional<BigDecimal> expected,
        Optional<BigDecimal> found,
        long count) {

    /** Whether the account is to be parked for it. */
    public boolean parks() {
        return account.isPresent() && invariant.parks();
    }
}
