package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Statements that read an hour of the ledger or all of it, each in a transaction of its own with a limit of its own. */
@ApplicationScoped
class LongStatements {

    private static final String LIMIT = "SELECT set_config('statement_timeout', $1, true)";

    /** The database gives up first, and says so. */
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Pool pool;
    private final Duration limit;

    LongStatements(Pool pool, BillingConfig config) {
        this.pool = pool;
        this.limit = config.trust().longStatement();
    }

    Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(LIMIT)
                        .execute(Tuple.of(Long.toString(limit.toMillis())))
                        .chain(() -> connection.preparedQuery(sql).execute(parameters)))
                .ifNoItem()
                .after(limit.plus(LATER))
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + limit, null))
                .onFailure()
                .transform(SqlFailures::ofWork);
    }
}
