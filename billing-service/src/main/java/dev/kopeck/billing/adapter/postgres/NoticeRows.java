package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.Books;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Makes events of what the hot functions noticed. They write plain facts, since only this side knows what an event looks
 * like; the relay turns them into messages of the outbox in its own transaction.
 */
@ApplicationScoped
class NoticeRows {

    private static final String TAKE = """
            DELETE FROM notice WHERE id = ANY (ARRAY(
              SELECT n.id FROM notice n ORDER BY n.id LIMIT $1 FOR UPDATE SKIP LOCKED))
            RETURNING id, event_id, account_id, payer, balance""";

    private final OutboxRows outbox;

    NoticeRows(OutboxRows outbox) {
        this.outbox = outbox;
    }

    Uni<Void> intoOutbox(SqlConnection connection, int limit) {
        return connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(limit))
                .chain(rows -> outbox.append(connection, events(rows)));
    }

    private static List<Event> events(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .sorted(Comparator.comparing(row -> row.getLong("id")))
                .map(NoticeRows::event)
                .toList();
    }

    private static Event event(Row row) {
        return new AccountChanged(
                row.getUUID("event_id"),
                new Payer(row.getString("payer")),
                new AccountId(row.getLong("account_id")),
                Change.BALANCE_LOW,
                Nanos.ZERO,
                new Nanos(row.getLong("balance")),
                Books.CURRENCY);
    }
}
