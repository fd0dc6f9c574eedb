package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an API key may do.
 *
 * @param models the models that it may ask; empty: all
 * @param spendLimit what it may spend in all its life; empty: what the account has
 * @param expiresAt when it ends by itself; empty: never
 */
public record ApiKeyTerms(
        String name, Optional<List<String>> models, Optional<Nanos> spendLimit, Optional<Instant> expiresAt) {

    public ApiKeyTerms {
        models = models.map(List::copyOf);
    }
}
