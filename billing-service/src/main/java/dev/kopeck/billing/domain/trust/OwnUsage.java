package dev.kopeck.billing.domain.trust;

import dev.kopeck.contracts.money.Nanos;
import java.time.LocalDate;

/** What the books say a model was used for on a day (UTC), and what customers paid for it. */
public record OwnUsage(LocalDate day, String model, long inputTokens, long outputTokens, Nanos charged) {}
