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
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

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
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING\s""" + PriceRows.COLUMNS;

    private final Connections connections;
    private final Pool pool;
    private final Clock clock;
    private final Duration refresh;
    private final Duration timeout;
    private final Cache<Integer, Price> versions;
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Instant.MIN);

    PostgresPrices(Connections connections, Pool pool, Clock clock, BillingConfig config) {
        this.connections = connections;
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
        return connections
                .query(
                        INSERT,
                        Tuple.tuple()
                                .addString(model)
                                .addString(Books.CURRENCY)
                                .addLong(base.input())
                                .addLong(base.cachedInput())
                                .addLong(base.cacheWrite())
                                .addLong(base.output())
                                .addLong(base.reasoning())
                                .addValue(PriceRows.tiers(tiers)))
                .map(rows -> PriceRows.price(rows.iterator().next()));
    }

    @Override
    public Uni<List<Price>> all() {
        return read(ALL, Tuple.tuple());
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
