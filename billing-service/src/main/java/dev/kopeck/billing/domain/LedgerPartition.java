package dev.kopeck.billing.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A partition of the ledger.
 *
 * @param from the time in the ids of its rows: from here; empty where it takes everything before its end
 * @param until up to here; both are empty for the one that takes what fits nowhere else
 * @param entries about how many rows it has
 */
public record LedgerPartition(String name, Optional<Instant> from, Optional<Instant> until, long entries) {}
