package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.OldRows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Calls the purge functions, which read the database's clock: no instance's own clock forgets too early. */
@ApplicationScoped
class PostgresOldRows implements OldRows {

    private static final String PURGE_IDEMPOTENCY = "SELECT purge_idempotency($1 * interval '1 second', $2)";
    private static final String PURGE_REJECTS = "SELECT purge_rejects($1 * interval '1 second', $2)";

    private final Connections connections;

    PostgresOldRows(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Integer> purgeIdempotency(Duration olderThan, int limit) {
        return purge(PURGE_IDEMPOTENCY, olderThan, limit);
    }

    @Override
    public Uni<Integer> purgeRejects(Duration olderThan, int limit) {
        return purge(PURGE_REJECTS, olderThan, limit);
    }

    private Uni<Integer> purge(String sql, Duration olderThan, int limit) {
        return connections
                .query(sql, Tuple.of((double) olderThan.toSeconds(), limit))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
