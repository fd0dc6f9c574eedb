package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Idempotency;
import dev.kopeck.billing.config.BillingConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * Claims the key first: the loser of two simultaneous claims waits on the unique key until the winner has committed its
 * answer, takes over where it rolled back, or gives up after a while.
 */
@ApplicationScoped
class PostgresIdempotency implements Idempotency {

    private static final String CLAIM = "SELECT o_status, o_code, o_response FROM claim_key($1, $2, $3, $4, $5)";
    private static final String RECORD =
            "UPDATE idempotency SET status = $3, response = $4 WHERE path = $1 AND key = $2";
    private static final int CLAIMED = 0;

    private final Connections connections;
    private final int waitMillis;

    PostgresIdempotency(Connections connections, BillingConfig config) {
        this.connections = connections;
        this.waitMillis = (int) config.access().idempotencyWait().toMillis();
    }

    @Override
    public Uni<Answered> once(Request request, Supplier<Uni<Answer>> work) {
        return connections.inOne(() -> claim(request)
                .chain(claim -> claim.getShort("o_status") == CLAIMED
                        ? first(request, work)
                        : Uni.createFrom().item(answered(claim))));
    }

    private Uni<Row> claim(Request request) {
        return connections
                .query(CLAIM, Tuple.of(request.path(), request.key(), request.who(), request.hash(), waitMillis))
                .map(rows -> rows.iterator().next());
    }

    private Uni<Answered> first(Request request, Supplier<Uni<Answer>> work) {
        return work.get()
                .call(answer -> connections.query(
                        RECORD, Tuple.of(request.path(), request.key(), answer.status(), answer.body())))
                .map(answer -> new Answered.Done(answer, false));
    }

    private static Answered answered(Row claim) {
        int status = claim.getShort("o_status");
        return switch (status) {
            case 1 -> new Answered.Done(new Answer(claim.getInteger("o_code"), claim.getString("o_response")), true);
            case 2 -> new Answered.KeyReused();
            case 3 -> new Answered.InProgress();
            default -> throw new IllegalStateException("claim_key answered with the unknown status " + status);
        };
    }
}
