package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an operator wants to be different about an API key. */
public record ApiKeyPatch(
        Optional<String> name, Edit<List<String>> models, Edit<Nanos> spendLimit, Edit<Instant> expiresAt) {

    public ApiKeyTerms over(ApiKeyTerms terms) {
        return new ApiKeyTerms(
                name.orElse(terms.name()),
                models.over(terms.models()),
                spendLimit.over(terms.spendLimit()),
                expiresAt.over(terms.expiresAt()));
    }
}
