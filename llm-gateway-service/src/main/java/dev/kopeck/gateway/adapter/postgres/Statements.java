package dev.kopeck.gateway.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Single statements with a bound on their time: a connection whose other end is gone without a word never answers. */
@ApplicationScoped
class Statements {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final Pool pool;

    Statements(Pool pool) {
        this.pool = pool;
    }

    Uni<RowSet<Row>> execute(String statement, Tuple parameters) {
        return pool.preparedQuery(statement)
                .execute(parameters)
                .ifNoItem()
                .after(ANSWER_MAX)
                .fail();
    }
}
