package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.application.Transactions;
import dev.kopeck.billing.config.BillingConfig;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections for everything that is not the hot path. The connection of an open transaction is kept in the Vert.x
 * context of the request, so that every port which the request calls takes part in it; Quarkus gives each request,
 * record and timer a context of its own.
 */
@ApplicationScoped
class Connections implements Transactions {

    private static final String OPEN = "dev.kopeck.billing.transaction";

    private final Pool pool;
    private final Duration timeout;

    Connections(Pool pool, BillingConfig config) {
        this.pool = pool;
        this.timeout = config.statementTimeout();
    }

    @Override
    public <T> Uni<T> inOne(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> open() == null ? begun(work) : work.get());
    }

    /** The open transaction's connection, or one of its own for this work alone. */
    <T> Uni<T> with(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var open = open();
            return open == null ? told(pool.withConnection(work)) : work.apply(open);
        });
    }

    Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return with(connection -> connection.preparedQuery(sql).execute(parameters));
    }

    private <T> Uni<T> begun(Supplier<Uni<T>> work) {
        return told(pool.withTransaction(connection -> {
            ContextLocals.put(OPEN, connection);
            return work.get().onTermination().invoke(() -> ContextLocals.remove(OPEN));
        }));
    }

    private <T> Uni<T> told(Uni<T> work) {
        return work.ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout, null))
                .onFailure()
                .transform(SqlFailures::ofWork);
    }

    private static @Nullable SqlConnection open() {
        return ContextLocals.<SqlConnection>get(OPEN).orElse(null);
    }
}
