package dev.kopeck.billing.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A price version and its place in the history of its model.
 *
 * @param effectiveUntil when the next version takes over, where there is one
 * @param withdrawnAt where it was withdrawn before it took effect
 * @param derivation where it is no listed price but follows from one
 */
public record PriceVersion(
        Price price,
        Optional<Instant> effectiveUntil,
        Optional<Instant> withdrawnAt,
        Optional<Derivation> derivation) {}
