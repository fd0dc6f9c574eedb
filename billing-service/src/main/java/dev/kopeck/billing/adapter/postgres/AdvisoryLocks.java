package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.application.trust.Leadership;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A transaction that holds an advisory lock while the work goes on in others: it ends with its connection, so whoever
 * dies lets go. It reads and writes nothing, so it keeps nobody from cleaning up.
 */
@ApplicationScoped
class AdvisoryLocks implements Leadership {

    private static final String TRY = "SELECT pg_try_advisory_xact_lock(hashtext('kopeck.billing.' || $1)) AS mine";

    private final Pool pool;

    AdvisoryLocks(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> alone(String name, Duration most, Supplier<Uni<Void>> work) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(TRY)
                        .execute(Tuple.of(name))
                        .chain(rows -> rows.iterator().next().getBoolean("mine")
                                ? work.get()
                                : Uni.createFrom().voidItem()))
                .ifNoItem()
                .after(most)
                .failWith(() -> new StoreUnavailableException(name + " did not end within " + most, null))
                .onFailure()
                .transform(SqlFailures::ofWork);
    }
}
