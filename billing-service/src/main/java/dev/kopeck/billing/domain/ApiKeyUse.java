package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.Optional;

/**
 * What an API key was used for.
 *
 * @param spent charged in all its life
 * @param held what its open holds may still charge
 */
public record ApiKeyUse(Nanos spent, Nanos held, Optional<Instant> lastUsedAt) {

    /** What is left of a limit; never below zero, even where it was lowered below what is used. */
    public Nanos left(Nanos limit) {
        var left = limit.minus(spent).minus(held);
        return left.isNegative() ? Nanos.ZERO : left;
    }
}
