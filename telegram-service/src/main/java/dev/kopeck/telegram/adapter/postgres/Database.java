package dev.kopeck.telegram.adapter.postgres;

import dev.kopeck.telegram.application.UnstorableException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** One prepared statement each, and failures told apart: broken data from a database that is out of reach. */
@ApplicationScoped
class Database {

    /** SQLSTATE classes "data exception" and "integrity constraint violation". */
    private static final List<String> PERMANENT = List.of("22", "23");

    /**
     * A connection that vanished without a word would be waited for until the system gives it up, a quarter of an hour.
     * Each statement may be repeated, so whoever asked tries again.
     */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    Uni<RowSet<Row>> run(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .fail()
                .onFailure(PgException.class)
                .transform(Database::classified);
    }

    Uni<Void> change(String sql, Tuple values) {
        return run(sql, values).replaceWithVoid();
    }

    <T> Uni<Optional<T>> one(String sql, Tuple values, Function<Row, T> read) {
        return run(sql, values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(read));
    }

    <T> Uni<List<T>> all(String sql, Tuple values, Function<Row, T> read) {
        return run(sql, values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(read)
                        .toList());
    }

    /** The message of a data exception may quote the data, so only its code goes on. */
    private static Throwable classified(Throwable failure) {
        var state = failure instanceof PgException e ? e.getSqlState() : null;
        boolean isPermanent = state != null && PERMANENT.stream().anyMatch(state::startsWith);
        return isPermanent ? new UnstorableException("SQLSTATE " + state) : failure;
    }
}
