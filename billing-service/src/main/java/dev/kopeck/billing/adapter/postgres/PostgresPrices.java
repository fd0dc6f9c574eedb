package dev.kopeck.billing.adapter.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kopeck.billing.application.Prices;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Versions never change, so they are kept for as long as there is room. Which one is current does: the whole list is
 * read anew once it is older than the refresh time, so that every instance follows a change by itself.
 */
@ApplicationScoped
class PostgresPrices implements Prices {

    private static final String CURRENT = "SELECT DISTINCT ON (model) " + PriceRows.COLUMNS
            + " FROM price WHERE effective_from <= clock_timestamp() ORDER BY model, effective_from DESC, version DESC";
    private static final String VERSIONS = "SELECT " + PriceRows.COLUMNS + " FROM price WHERE version = ANY ($1)";
    private static final String ALL =
            "SELECT " + PriceRows.COLUMNS + " FROM price ORDER BY model, effective_from DESC, version DESC LIMIT 1000";
    private static final String INSERT = """
            INSERT INTO price (model, currency, input, cached_input, cache_write, output, reasoning, tiers)
            VALUES (:model, :currency, :input, :cachedInput, :cacheWrite, :output, :reasoning, CAST(CAST(:tiers AS text) AS jsonb))
            RETURNING version, CAST(extract(epoch FROM effective_from) * 1000000 AS bigint)""";

    private final Pool pool;
    private final Clock clock;
    private final Duration refresh;
    private final Duration timeout;
    private final Cache<Integer, Price> versions;
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Instant.MIN);

    PostgresPrices(Pool pool, Clock clock, BillingConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.refresh = config.priceRefresh();
        this.timeout = config.statementTimeout();
        this.versions =
                Caffeine.newBuilder().maximumSize(config.priceCacheSize()).build();
    }

    @Override
    public Uni<Map<String, PriceTerms>> current() {
        var asOf = clock.instant();
        var seen = snapshot;
        if (!seen.readAt().isBefore(asOf.minus(refresh)) && !seen.readAt().isAfter(asOf)) {
            return Uni.createFrom().item(seen.terms());
        }
        return read(CURRENT, Tuple.tuple()).map(prices -> renewed(prices, asOf));
    }

    @Override
    public Uni<Map<Integer, Price>> versions(Set<Integer> wanted) {
        var found = new HashMap<>(versions.getAllPresent(wanted));
        var missing =
                wanted.stream().filter(version -> !found.containsKey(version)).toArray(Integer[]::new);
        if (missing.length == 0) {
            return Uni.createFrom().item(found);
        }
        return read(VERSIONS, Tuple.tuple().addArrayOfInteger(missing)).map(prices -> {
            prices.forEach(price -> found.put(price.version(), price));
            return found;
        });
    }

    @Override
    public Uni<Price> add(String model, Rates base, List<ContextTier> tiers) {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> insert(session, model, base, tiers))
                        .map(row -> added(model, base, tiers, row)))
                .onFailure()
                .transform(SqlFailures::ofWork);
    }

    @Override
    public Uni<List<Price>> all() {
        return read(ALL, Tuple.tuple());
    }

    private static Uni<Object[]> insert(Mutiny.Session session, String model, Rates base, List<ContextTier> tiers) {
        return session.createNativeQuery(INSERT, Object[].class)
                .setParameter("model", model)
                .setParameter("currency", Books.CURRENCY)
                .setParameter("input", base.input())
                .setParameter("cachedInput", base.cachedInput())
                .setParameter("cacheWrite", base.cacheWrite())
                .setParameter("output", base.output())
                .setParameter("reasoning", base.reasoning())
                .setParameter("tiers", PriceRows.tiers(tiers))
                .getSingleResult();
    }

    private static Price added(String model, Rates base, List<ContextTier> tiers, Object[] row) {
        int version = ((Number) row[0]).intValue();
        var at = Instant.EPOCH.plus(((Number) row[1]).longValue(), ChronoUnit.MICROS);
        return new Price(model, Books.CURRENCY, new PriceTerms(version, base, tiers), at, at);
    }

    private Map<String, PriceTerms> renewed(List<Price> prices, Instant asOf) {
        Map<String, PriceTerms> terms =
                prices.stream().collect(Collectors.toUnmodifiableMap(Price::model, Price::terms));
        snapshot = new Snapshot(terms, asOf);
        return terms;
    }

    private Uni<List<Price>> read(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .map(PostgresPrices::prices)
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout, null))
                .onFailure()
                .transform(SqlFailures::ofSharedState)
                .invoke(prices -> prices.forEach(price -> versions.put(price.version(), price)));
    }

    private static List<Price> prices(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PriceRows::price)
                .toList();
    }

    private record Snapshot(Map<String, PriceTerms> terms, Instant readAt) {}
}
