package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.PriceTerms;
import java.time.Instant;

/** One immutable version of what a model costs. Of the versions in effect the one that took effect last is current. */
public record Price(String model, String currency, PriceTerms terms, Instant effectiveFrom, Instant createdAt) {

    public int version() {
        return terms.version();
    }
}
