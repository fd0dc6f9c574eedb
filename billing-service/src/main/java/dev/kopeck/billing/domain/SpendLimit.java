package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.ZoneId;
import java.util.Optional;

/**
 * At most so much per calendar day and month of a time zone.
 *
 * @param daily zero or more; empty: no limit by day
 * @param monthly zero or more; empty: no limit by month
 */
public record SpendLimit(ZoneId zone, Optional<Nanos> daily, Optional<Nanos> monthly) {}
