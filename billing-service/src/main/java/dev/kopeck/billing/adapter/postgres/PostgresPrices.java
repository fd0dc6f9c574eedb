package dev.kopeck.billing.adapter.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kopeck.billing.application.PriceMetrics;
import dev.kopeck.billing.application.Prices;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.Factor;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.PriceList;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.PriceTerms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Versions never change, so they are kept for as long as there is room. What is current does: once it is older than the
 * refresh time, one small row tells whether anything has changed, and only then it is read anew; so every instance
 * follows a change by itself, and a moment at which a version takes effect as well.
 */
@ApplicationScoped
class PostgresPrices implements Prices {

    private static final String EPOCH = "SELECT prices, accounts, clock_timestamp() AS now FROM price_epoch";
    private static final String CURRENT = "SELECT DISTINCT ON (model) " + PriceRows.COLUMNS
            + " FROM listed_price WHERE effective_from <= $1 ORDER BY model, effective_from DESC, version DESC";
    private static final String NEXT_AND_INACTIVE =
            "SELECT (SELECT min(effective_from) FROM listed_price WHERE effective_from > $1) AS next,"
                    + " ARRAY(SELECT id FROM model WHERE NOT active) AS inactive";
    private static final String FACTORS = "SELECT coalesce(array_agg(account_id), '{}') AS accounts,"
            + " coalesce(array_agg(factor), '{}') AS factors FROM account_factor";
    private static final String VERSIONS = "SELECT " + PriceRows.COLUMNS + " FROM price WHERE version = ANY ($1)";
    private static final String DERIVED =
            "SELECT " + PriceRows.COLUMNS + ", base_version, factor FROM derived_prices($1, $2)";

    private final Pool pool;
    private final Clock clock;
    private final PriceMetrics metrics;
    private final Duration refresh;
    private final Duration timeout;
    private final Cache<Integer, Price> versions;
    private final Cache<Derivation, PriceTerms> derived;
    private volatile PriceSnapshot snapshot = PriceSnapshot.NONE;

    PostgresPrices(Pool pool, Clock clock, PriceMetrics metrics, BillingConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
        this.refresh = config.priceRefresh();
        this.timeout = config.statementTimeout();
        this.versions =
                Caffeine.newBuilder().maximumSize(config.priceCacheSize()).build();
        this.derived =
                Caffeine.newBuilder().maximumSize(config.priceCacheSize()).build();
    }

    @Override
    public Uni<PriceList> current() {
        var now = clock.instant();
        var seen = snapshot;
        boolean young = !seen.checkedAt().isBefore(now.minus(refresh))
                && !seen.checkedAt().isAfter(now);
        return young ? Uni.createFrom().item(seen.list()) : latest();
    }

    @Override
    public Uni<PriceList> latest() {
        return Uni.createFrom().deferred(() -> {
            var asOf = clock.instant();
            return rows(EPOCH, Tuple.tuple())
                    .chain(rows -> renewed(rows.iterator().next(), asOf));
        });
    }

    @Override
    public Uni<Map<Integer, Price>> versions(Set<Integer> wanted) {
        var found = new HashMap<>(versions.getAllPresent(wanted));
        var missing =
                wanted.stream().filter(version -> !found.containsKey(version)).toArray(Integer[]::new);
        if (missing.length == 0) {
            return Uni.createFrom().item(found);
        }
        return rows(VERSIONS, Tuple.tuple().addArrayOfInteger(missing)).map(rows -> {
            rows.forEach(row -> found.put(row.getInteger("version"), remembered(row)));
            return found;
        });
    }

    @Override
    public Uni<Map<Derivation, PriceTerms>> derived(Set<Derivation> wanted) {
        var found = new HashMap<>(derived.getAllPresent(wanted));
        var missing = wanted.stream()
                .filter(derivation -> !found.containsKey(derivation))
                .toList();
        if (missing.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        var parameters = Tuple.tuple()
                .addArrayOfInteger(missing.stream().map(Derivation::baseVersion).toArray(Integer[]::new))
                .addArrayOfLong(missing.stream()
                        .map(derivation -> derivation.factor().hundredMillionths())
                        .toArray(Long[]::new));
        return rows(DERIVED, parameters).map(rows -> {
            rows.forEach(
                    row -> found.put(PriceRows.derivation(row), remembered(row).terms()));
            derived.putAll(found);
            return found;
        });
    }

    private Uni<PriceList> renewed(Row epoch, Instant asOf) {
        long prices = epoch.getLong("prices");
        long accounts = epoch.getLong("accounts");
        var now = epoch.getOffsetDateTime("now");
        var seen = snapshot;
        var base = seen.hasPrices(prices, now) ? Uni.createFrom().item(seen) : withPrices(seen, prices, now);
        return base.chain(
                        read -> read.hasAccounts(accounts) ? Uni.createFrom().item(read) : withAccounts(read, accounts))
                .map(read -> kept(read.checked(asOf)));
    }

    private PriceList kept(PriceSnapshot read) {
        snapshot = read;
        return read.list();
    }

    private Uni<PriceSnapshot> withPrices(PriceSnapshot seen, long epoch, OffsetDateTime now) {
        return rows(CURRENT, Tuple.of(now))
                .invoke(this::noteNewest)
                .map(this::terms)
                .chain(terms -> rows(NEXT_AND_INACTIVE, Tuple.of(now))
                        .map(rows ->
                                withPrices(seen, epoch, terms, rows.iterator().next())));
    }

    private static PriceSnapshot withPrices(PriceSnapshot seen, long epoch, Map<String, PriceTerms> terms, Row row) {
        var next = row.getOffsetDateTime("next");
        return new PriceSnapshot(
                new PriceList(
                        terms,
                        Set.of(row.getArrayOfStrings("inactive")),
                        seen.list().factors()),
                epoch,
                seen.accounts(),
                next == null ? OffsetDateTime.MAX : next,
                seen.checkedAt());
    }

    private Uni<PriceSnapshot> withAccounts(PriceSnapshot seen, long epoch) {
        return rows(FACTORS, Tuple.tuple()).map(rows -> {
            var list = seen.list();
            var factors = factors(rows.iterator().next());
            return new PriceSnapshot(
                    new PriceList(list.listed(), list.inactive(), factors),
                    seen.prices(),
                    epoch,
                    seen.nextChange(),
                    seen.checkedAt());
        });
    }

    private static Map<AccountId, Factor> factors(Row row) {
        var accounts = row.getArrayOfLongs("accounts");
        var factors = row.getArrayOfLongs("factors");
        var byAccount = HashMap.<AccountId, Factor>newHashMap(accounts.length);
        for (int i = 0; i < accounts.length; i++) {
            byAccount.put(new AccountId(accounts[i]), new Factor(factors[i]));
        }
        return byAccount;
    }

    private void noteNewest(RowSet<Row> rows) {
        StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getOffsetDateTime("effective_from").toInstant())
                .max(Instant::compareTo)
                .ifPresent(metrics::newestInEffect);
    }

    private Map<String, PriceTerms> terms(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(this::remembered)
                .collect(Collectors.toUnmodifiableMap(Price::model, Price::terms));
    }

    private Price remembered(Row row) {
        var price = PriceRows.price(row);
        versions.put(price.version(), price);
        return price;
    }

    private Uni<RowSet<Row>> rows(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout, null))
                .onFailure()
                .transform(SqlFailures::ofSharedState);
    }
}
