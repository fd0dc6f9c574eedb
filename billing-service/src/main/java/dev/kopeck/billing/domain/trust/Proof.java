package dev.kopeck.billing.domain.trust;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A check of every account from its first entry.
 *
 * @param night whose nightly proof it is; empty where an operator asked for it
 * @param nextAccount every account up to this id is checked
 * @param violations how many were found, of all invariants
 */
public record Proof(
        UUID id,
        Optional<LocalDate> night,
        Instant requestedAt,
        Optional<Instant> started,
        Optional<Instant> finished,
        long nextAccount,
        long accounts,
        long entries,
        long violations) {}
