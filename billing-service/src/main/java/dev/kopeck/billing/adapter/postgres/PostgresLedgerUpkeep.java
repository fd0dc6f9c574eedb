package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.LedgerUpkeep;
import dev.kopeck.billing.domain.LedgerPartition;
import dev.kopeck.billing.domain.PartitionReport;
import dev.kopeck.billing.domain.RollStep;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Calls the functions that the migrations have brought; they have the locks and the limits. */
@ApplicationScoped
class PostgresLedgerUpkeep implements LedgerUpkeep {

    static final String ENSURE = "SELECT o_created, o_missing, o_strays FROM ensure_ledger_partitions($1)";
    static final String ROLL = "SELECT o_rows, o_more FROM roll_usage($1)";
    static final String SUMMARIZE = "SELECT summarize_ledger()";

    private static final String ROLLUP_AGE =
            "SELECT extract(epoch FROM clock_timestamp() - rolled_at)::float8 AS seconds FROM ledger_rollup";
    private static final String PARTITIONS = """
            SELECT p.name, p.from_id, p.until_id, greatest(c.reltuples, 0)::bigint AS entries
              FROM ledger_partitions p JOIN pg_class c ON c.oid = p.name::regclass
             ORDER BY p.is_default, p.from_id NULLS FIRST""";
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int TIME_SHIFT = 16;

    private final Connections connections;

    PostgresLedgerUpkeep(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<PartitionReport> ensurePartitions(int monthsAhead) {
        return connections.query(ENSURE, Tuple.of(monthsAhead)).map(rows -> report(first(rows)));
    }

    @Override
    public Uni<RollStep> roll(int rowsMax) {
        return connections
                .query(ROLL, Tuple.of(rowsMax))
                .map(rows ->
                        new RollStep(first(rows).getLong("o_rows"), first(rows).getBoolean("o_more")));
    }

    @Override
    public Uni<Void> summarize() {
        return connections.query(SUMMARIZE, Tuple.tuple()).replaceWithVoid();
    }

    @Override
    public Uni<Duration> rollupAge() {
        return connections.query(ROLLUP_AGE, Tuple.tuple()).map(rows -> {
            double seconds = Math.max(0, first(rows).getDouble("seconds"));
            return Duration.ofMillis((long) (seconds * MILLIS_PER_SECOND));
        });
    }

    @Override
    public Uni<List<LedgerPartition>> partitions() {
        return connections
                .query(PARTITIONS, Tuple.tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresLedgerUpkeep::partition)
                        .toList());
    }

    private static PartitionReport report(Row row) {
        return new PartitionReport(row.getInteger("o_created"), row.getInteger("o_missing"), row.getLong("o_strays"));
    }

    private static LedgerPartition partition(Row row) {
        return new LedgerPartition(
                row.getString("name"),
                time(row.getUUID("from_id")),
                time(row.getUUID("until_id")),
                row.getLong("entries"));
    }

    private static Optional<Instant> time(@Nullable UUID id) {
        return Optional.ofNullable(id)
                .map(bound -> Instant.ofEpochMilli(bound.getMostSignificantBits() >>> TIME_SHIFT));
    }

    private static Row first(RowSet<Row> rows) {
        return rows.iterator().next();
    }
}
