package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.PriceBook;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.PriceTariff;
import dev.kopeck.billing.domain.PriceVersion;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of tables price and price_withdrawal, as operators write them. */
@ApplicationScoped
class PostgresPriceBook implements PriceBook {

    private static final String ADD = """
            INSERT INTO price (model, currency, input, cached_input, cache_write, output, reasoning, tiers,
                effective_from)
              SELECT t.model, $9, t.input, t.cached_input, t.cache_write, t.output, t.reasoning, t.tiers::jsonb,
                     greatest(coalesce($8, c.now), c.now)
                FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
                       $7::text[]) AS t (model, input, cached_input, cache_write, output, reasoning, tiers)
               CROSS JOIN (SELECT clock_timestamp() AS now) c
               WHERE coalesce($8::timestamptz, c.now)
                     BETWEEN c.now - $10::bigint * interval '1 millisecond' AND c.now + interval '10 years'""";
    private static final String MAY_TAKE_EFFECT = """
            SELECT coalesce($1::timestamptz, c.now)
                   BETWEEN c.now - $2::bigint * interval '1 millisecond' AND c.now + interval '10 years'
              FROM (SELECT clock_timestamp() AS now) c""";
    private static final String NEWEST =
            PriceVersionRows.SELECT + "WHERE p.base_version IS NULL AND p.model = $1 ORDER BY p.version DESC LIMIT 1";
    private static final String FIND = PriceVersionRows.SELECT + "WHERE p.version = $1";
    private static final String LIST = "SELECT * FROM (" + PriceVersionRows.SELECT + """
             WHERE p.base_version IS NULL AND w.version IS NULL AND ($1::text IS NULL OR p.model = $1)) x
             WHERE ($2::timestamptz IS NULL
                    OR (x.effective_from <= $2 AND (x.effective_until IS NULL OR x.effective_until > $2)))
               AND ($3::int IS NULL OR (
                     SELECT x.model > c.model
                            OR (x.model = c.model
                                AND (x.effective_from, x.version) < (c.effective_from, c.version))
                       FROM price c WHERE c.version = $3))
             ORDER BY x.model, x.effective_from DESC, x.version DESC LIMIT $4""";
    private static final String WITHDRAW = """
            INSERT INTO price_withdrawal (version)
              SELECT p.version FROM listed_price p WHERE p.version = $1 AND p.effective_from > clock_timestamp()
            ON CONFLICT (version) DO NOTHING""";
    private static final String IN_EFFECT = "SELECT DISTINCT ON (model) " + PriceRows.COLUMNS + " " + """
             FROM listed_price
             WHERE model = ANY ($1)
               AND effective_from <= greatest(coalesce($2::timestamptz, clock_timestamp()), clock_timestamp())
             ORDER BY model, effective_from DESC, version DESC""";

    private final Connections connections;
    private final Duration tolerance;

    PostgresPriceBook(Connections connections, BillingConfig config) {
        this.connections = connections;
        this.tolerance = config.prices().backdatingTolerance();
    }

    @Override
    public Uni<Boolean> mayTakeEffect(Optional<Instant> effectiveFrom) {
        var parameters = Tuple.tuple().addOffsetDateTime(time(effectiveFrom)).addLong(tolerance.toMillis());
        return connections
                .query(MAY_TAKE_EFFECT, parameters)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    @Override
    public Uni<Boolean> add(List<PriceTariff> tariffs, Optional<Instant> effectiveFrom) {
        var parameters = Tuple.tuple()
                .addArrayOfString(tariffs.stream().map(PriceTariff::model).toArray(String[]::new))
                .addArrayOfLong(rates(tariffs, Rates::input))
                .addArrayOfLong(rates(tariffs, Rates::cachedInput))
                .addArrayOfLong(rates(tariffs, Rates::cacheWrite))
                .addArrayOfLong(rates(tariffs, Rates::output))
                .addArrayOfLong(rates(tariffs, Rates::reasoning))
                .addArrayOfString(tariffs.stream()
                        .map(tariff -> PriceRows.tiers(tariff.tiers()).encode())
                        .toArray(String[]::new))
                .addOffsetDateTime(time(effectiveFrom))
                .addString(Books.CURRENCY)
                .addLong(tolerance.toMillis());
        return connections.query(ADD, parameters).map(rows -> rows.rowCount() == tariffs.size());
    }

    @Override
    public Uni<Optional<PriceVersion>> newest(String model) {
        return connections
                .query(NEWEST, Tuple.of(model))
                .map(rows -> versions(rows).findFirst());
    }

    @Override
    public Uni<Optional<PriceVersion>> find(int version) {
        return connections
                .query(FIND, Tuple.of(version))
                .map(rows -> versions(rows).findFirst());
    }

    @Override
    public Uni<List<PriceVersion>> list(Filter filter) {
        var parameters = Tuple.tuple()
                .addString(filter.model().orElse(null))
                .addOffsetDateTime(time(filter.at()))
                .addInteger(filter.after().orElse(null))
                .addInteger(filter.limit());
        return connections.query(LIST, parameters).map(rows -> versions(rows).toList());
    }

    @Override
    public Uni<Void> withdraw(int version) {
        return connections.query(WITHDRAW, Tuple.of(version)).replaceWithVoid();
    }

    @Override
    public Uni<Map<String, PriceTerms>> inEffect(Collection<String> models, Optional<Instant> at) {
        var parameters =
                Tuple.tuple().addArrayOfString(models.toArray(String[]::new)).addOffsetDateTime(time(at));
        return connections
                .query(IN_EFFECT, parameters)
                .map(rows -> stream(rows).map(PriceRows::price).collect(Collectors.toMap(Price::model, Price::terms)));
    }

    private static Long[] rates(List<PriceTariff> tariffs, ToLongFunction<Rates> rate) {
        return tariffs.stream().map(tariff -> rate.applyAsLong(tariff.base())).toArray(Long[]::new);
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(known -> known.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static Stream<PriceVersion> versions(RowSet<Row> rows) {
        return stream(rows).map(PriceVersionRows::version);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
