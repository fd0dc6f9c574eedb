package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Models;
import dev.kopeck.billing.domain.Model;
import dev.kopeck.billing.domain.PriceVersion;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows of table model, and models that only have a price. */
@ApplicationScoped
class PostgresModels implements Models {

    private static final String MODELS = """
            SELECT m.id, d.description, coalesce(d.active, true) AS active, c.version AS current, n.version AS next
              FROM (SELECT id FROM model UNION SELECT model FROM listed_price) m
              LEFT JOIN model d ON d.id = m.id
              LEFT JOIN LATERAL (
                SELECT p.version FROM listed_price p WHERE p.model = m.id AND p.effective_from <= clock_timestamp()
                 ORDER BY p.effective_from DESC, p.version DESC LIMIT 1) c ON true
              LEFT JOIN LATERAL (
                SELECT p.version FROM listed_price p WHERE p.model = m.id AND p.effective_from > clock_timestamp()
                 ORDER BY p.effective_from, p.version DESC LIMIT 1) n ON true
            """;
    private static final String FIND = MODELS + "WHERE m.id = $1";
    private static final String LIST = MODELS
            + "WHERE ($1::boolean IS NULL OR coalesce(d.active, true) = $1) AND ($2::text IS NULL OR m.id > $2)"
            + " ORDER BY m.id LIMIT $3";
    private static final String PRICES = PriceVersionRows.SELECT + "WHERE p.version = ANY ($1)";
    private static final String SET = """
            INSERT INTO model (id, description, active) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE
              SET description = EXCLUDED.description, active = EXCLUDED.active, updated_at = clock_timestamp()""";

    private final Connections connections;

    PostgresModels(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Optional<Model>> find(String id) {
        return connections
                .query(FIND, Tuple.of(id))
                .chain(this::withPrices)
                .map(models -> models.stream().findFirst());
    }

    @Override
    public Uni<List<Model>> list(Filter filter) {
        var parameters = Tuple.tuple()
                .addBoolean(filter.active().orElse(null))
                .addString(filter.after().orElse(null))
                .addInteger(filter.limit());
        return connections.query(LIST, parameters).chain(this::withPrices);
    }

    @Override
    public Uni<Void> set(String id, Optional<String> description, boolean active) {
        var parameters =
                Tuple.tuple().addString(id).addString(description.orElse(null)).addBoolean(active);
        return connections.query(SET, parameters).replaceWithVoid();
    }

    private Uni<List<Model>> withPrices(RowSet<Row> rows) {
        var versions = stream(rows)
                .flatMap(row -> Stream.of(row.getInteger("current"), row.getInteger("next")))
                .filter(Objects::nonNull)
                .toArray(Integer[]::new);
        return connections
                .query(PRICES, Tuple.tuple().addArrayOfInteger(versions))
                .map(PostgresModels::byVersion)
                .map(prices -> stream(rows).map(row -> model(row, prices)).toList());
    }

    private static Map<Integer, PriceVersion> byVersion(RowSet<Row> rows) {
        return stream(rows)
                .map(PriceVersionRows::version)
                .collect(Collectors.toMap(version -> version.price().version(), version -> version));
    }

    private static Model model(Row row, Map<Integer, PriceVersion> prices) {
        return new Model(
                row.getString("id"),
                Optional.ofNullable(row.getString("description")),
                row.getBoolean("active"),
                Optional.ofNullable(row.getInteger("current")).map(prices::get),
                Optional.ofNullable(row.getInteger("next")).map(prices::get));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
