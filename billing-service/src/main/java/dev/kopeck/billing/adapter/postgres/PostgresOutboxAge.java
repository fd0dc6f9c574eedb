package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.OutboxAge;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The first rows of tables outbox and notice, by the database's clock. */
@ApplicationScoped
class PostgresOutboxAge implements OutboxAge {

    static final String OLDEST = """
            SELECT coalesce((extract(epoch FROM clock_timestamp() - least(
                     (SELECT o.created_at FROM outbox o ORDER BY o.id LIMIT 1),
                     (SELECT n.created_at FROM notice n ORDER BY n.id LIMIT 1))) * 1000)::bigint, 0) AS age_ms""";

    private final Connections connections;

    PostgresOutboxAge(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Duration> oldest() {
        return connections
                .query(OLDEST, Tuple.tuple())
                .map(rows -> Duration.ofMillis(Math.max(rows.iterator().next().getLong("age_ms"), 0)));
    }
}
