package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Outbox;
import dev.kopeck.billing.application.OutboxMessage;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.contracts.event.Topic;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Deletes, sends, commits: a crash in between sends again, and never loses. The advisory lock makes one relay at a time,
 * so that a key's messages keep their order; skipping locked rows keeps it from ever waiting.
 */
@ApplicationScoped
class PostgresOutbox implements Outbox {

    private static final String TAKE = """
            WITH leader AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtext('kopeck.billing.outbox')) AS mine)
            DELETE FROM outbox WHERE id = ANY (ARRAY(
              SELECT o.id FROM outbox o WHERE (SELECT mine FROM leader) ORDER BY o.id LIMIT $1 FOR UPDATE SKIP LOCKED))
            RETURNING id, topic, key, headers, value""";

    /** Above what Kafka may take: a connection whose other end is gone without a word would hang the relay for ever. */
    private static final Duration RELAY_MAX = Duration.ofMinutes(4);

    private final Pool pool;
    private final NoticeRows notices;

    PostgresOutbox(Pool pool, NoticeRows notices) {
        this.pool = pool;
        this.notices = notices;
    }

    @Override
    public Uni<Integer> relay(int limit, Function<List<OutboxMessage>, Uni<Void>> send) {
        return pool.withTransaction(connection -> notices.intoOutbox(connection, limit)
                        .chain(() -> take(connection, limit))
                        .call(messages -> messages.isEmpty() ? Uni.createFrom().voidItem() : send.apply(messages)))
                .map(List::size)
                .ifNoItem()
                .after(RELAY_MAX)
                .failWith(() -> new StoreUnavailableException("the outbox was not relayed within " + RELAY_MAX, null))
                .onFailure(failure -> !(failure instanceof StoreUnavailableException))
                .transform(SqlFailures::ofWork);
    }

    private static Uni<List<OutboxMessage>> take(SqlConnection connection, int limit) {
        return connection.preparedQuery(TAKE).execute(Tuple.of(limit)).map(PostgresOutbox::messages);
    }

    private static List<OutboxMessage> messages(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .sorted(Comparator.comparing(row -> row.getLong("id")))
                .map(PostgresOutbox::message)
                .toList();
    }

    private static OutboxMessage message(Row row) {
        var headers = new LinkedHashMap<String, String>();
        new JsonObject(row.getString("headers"))
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().toString()));
        var topic = Topic.named(row.getString("topic"))
                .orElseThrow(() -> new IllegalStateException("the outbox names an unknown topic"));
        return new OutboxMessage(
                topic, row.getString("key"), headers, row.getBuffer("value").getBytes());
    }
}
