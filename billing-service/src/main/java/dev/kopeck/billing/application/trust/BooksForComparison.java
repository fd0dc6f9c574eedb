package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.OwnPayment;
import dev.kopeck.billing.domain.trust.OwnUsage;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the books say about payments and usage. */
public interface BooksForComparison {

    /**
     * Payments of a provider with one of these ids, or credited in this time; empty where these books keep no payments.
     */
    Uni<Optional<List<OwnPayment>>> payments(String provider, List<String> ids, Instant from, Instant to);

    /** Tokens and charges per day (UTC) and model, of what was settled in this time. */
    Uni<List<OwnUsage>> usage(Instant from, Instant to);
}
