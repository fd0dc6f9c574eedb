package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Idempotency;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * Claims the key first: the loser of two simultaneous claims waits on the unique key until the winner has committed its
 * answer, or takes over where it rolled back.
 */
@ApplicationScoped
class PostgresIdempotency implements Idempotency {

    private static final String CLAIM = "INSERT INTO idempotency (path, key, request_hash) VALUES ($1, $2, $3)"
            + " ON CONFLICT (path, key) DO NOTHING";
    private static final String RECORD =
            "UPDATE idempotency SET status = $3, response = $4 WHERE path = $1 AND key = $2";
    private static final String RECALL =
            "SELECT request_hash, status, response FROM idempotency WHERE path = $1 AND key = $2";

    private final Connections connections;

    PostgresIdempotency(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Answered> once(Request request, Supplier<Uni<Answer>> work) {
        return connections.inOne(
                () -> claim(request).chain(claimed -> claimed ? first(request, work) : again(request)));
    }

    private Uni<Boolean> claim(Request request) {
        return connections
                .query(CLAIM, Tuple.of(request.path(), request.key(), request.hash()))
                .map(rows -> rows.rowCount() == 1);
    }

    private Uni<Answered> first(Request request, Supplier<Uni<Answer>> work) {
        return work.get()
                .call(answer -> connections.query(
                        RECORD, Tuple.of(request.path(), request.key(), answer.status(), answer.body())))
                .map(answer -> new Answered.Done(answer, false));
    }

    private Uni<Answered> again(Request request) {
        return connections
                .query(RECALL, Tuple.of(request.path(), request.key()))
                .map(rows -> recorded(request, rows.iterator().next()));
    }

    private static Answered recorded(Request request, Row row) {
        return request.hash().equals(row.getString("request_hash"))
                ? new Answered.Done(new Answer(row.getInteger("status"), row.getString("response")), true)
                : new Answered.KeyReused();
    }
}
