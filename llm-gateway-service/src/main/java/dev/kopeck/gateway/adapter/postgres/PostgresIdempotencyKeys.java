package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.relay.IdempotencyKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Rows of table relay_key. */
@ApplicationScoped
class PostgresIdempotencyKeys implements IdempotencyKeys {

    private static final String CLAIM = """
            insert into relay_key as k (key_id, digest, prompt_id, state, running_until)
            values ($1, $2, $3, 'running', now() + $4::bigint * interval '1 millisecond')
            on conflict (key_id, digest) do update
            set prompt_id = excluded.prompt_id, running_until = excluded.running_until, created_at = now()
            where k.state = 'running' and k.running_until < now()
            returning prompt_id
            """;
    private static final String STATE = "select state from relay_key where key_id = $1 and digest = $2";
    private static final String ANSWERED = "update relay_key set state = 'answered' where prompt_id = $1";
    private static final String RELEASE = "delete from relay_key where prompt_id = $1 and state = 'running'";
    private static final String FORGET = """
            delete from relay_key where ctid = any(array(
                select ctid from relay_key
                where created_at < now() - $1::bigint * interval '1 millisecond' and running_until < now()
                limit $2))
            """;

    /** A client waits for it. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private final Pool pool;

    PostgresIdempotencyKeys(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Claim> claim(UUID keyId, byte[] digest, PromptId candidate, Duration running) {
        var bytes = Buffer.buffer(digest);
        return execute(CLAIM, Tuple.of(keyId, bytes, candidate.value(), running.toMillis()))
                .chain(claimed -> claimed.rowCount() > 0 ? Uni.createFrom().item(Claim.NEW) : state(keyId, bytes));
    }

    @Override
    public Uni<Void> answered(PromptId promptId) {
        return execute(ANSWERED, Tuple.of(promptId.value())).replaceWithVoid();
    }

    @Override
    public Uni<Void> release(PromptId promptId) {
        return execute(RELEASE, Tuple.of(promptId.value())).replaceWithVoid();
    }

    @Override
    public Uni<Integer> forget(Duration olderThan, int atMost) {
        return execute(FORGET, Tuple.of(olderThan.toMillis(), atMost)).map(RowSet::rowCount);
    }

    /** Where the other request was just given up, whoever asks again finds the key free. */
    private Uni<Claim> state(UUID keyId, Buffer digest) {
        return execute(STATE, Tuple.of(keyId, digest)).map(PostgresIdempotencyKeys::claim);
    }

    private Uni<RowSet<Row>> execute(String statement, Tuple parameters) {
        return pool.preparedQuery(statement)
                .execute(parameters)
                .ifNoItem()
                .after(ANSWER_MAX)
                .fail();
    }

    private static Claim claim(RowSet<Row> rows) {
        var found = rows.iterator();
        return found.hasNext() && found.next().getString("state").equals("answered") ? Claim.ANSWERED : Claim.RUNNING;
    }
}
