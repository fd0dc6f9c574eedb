package dev.kopeck.billing.adapter.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Payers' accounts in memory. Whoever moves a payer raises an epoch in the same transaction; every instance looks at it
 * before it trusts its memory, at most once per refresh time, and forgets everything where it has risen.
 *
 * <p>Forgetting is a new map, not an emptied one: what was read before the move goes into the map that was current
 * then, so no late answer brings the old account back.
 */
@ApplicationScoped
class PayerCache {

    static final String RAISE_EPOCH = "UPDATE payer_epoch SET epoch = epoch + 1";

    private static final String EPOCH = "SELECT epoch FROM payer_epoch";

    private final Pool pool;
    private final Clock clock;
    private final Duration refresh;
    private final Duration timeout;
    private final int size;
    private volatile Generation generation;

    PayerCache(Pool pool, Clock clock, BillingConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.refresh = config.accounts().payerRefresh();
        this.timeout = config.statementTimeout();
        this.size = config.payerCacheSize();
        this.generation = new Generation(-1, Instant.MIN, empty());
    }

    /** What may be trusted now. Put what is read after this call into the very map that it gave. */
    Uni<Cache<Payer, AccountId>> current() {
        var asOf = clock.instant();
        var seen = generation;
        if (!seen.readAt().isBefore(asOf.minus(refresh)) && !seen.readAt().isAfter(asOf)) {
            return Uni.createFrom().item(seen.known());
        }
        return epoch().map(epoch -> renewed(epoch, asOf));
    }

    private synchronized Cache<Payer, AccountId> renewed(long epoch, Instant asOf) {
        if (epoch > generation.epoch()) {
            generation = new Generation(epoch, asOf, empty());
        } else if (epoch == generation.epoch()) {
            generation = new Generation(epoch, asOf, generation.known());
        }
        return generation.known();
    }

    private Uni<Long> epoch() {
        return pool.preparedQuery(EPOCH)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout, null))
                .onFailure()
                .transform(SqlFailures::ofSharedState);
    }

    private Cache<Payer, AccountId> empty() {
        return Caffeine.newBuilder().maximumSize(size).build();
    }

    private record Generation(long epoch, Instant readAt, Cache<Payer, AccountId> known) {}
}
