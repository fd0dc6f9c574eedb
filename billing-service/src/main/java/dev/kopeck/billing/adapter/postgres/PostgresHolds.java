package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Holds;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.ExpiredHold;
import dev.kopeck.billing.domain.Reservation;
import dev.kopeck.billing.domain.ReservationRequest;
import dev.kopeck.billing.domain.Settlement;
import dev.kopeck.billing.domain.SettlementRequest;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** One prepared statement per batch: one round trip, one transaction, one commit. */
@ApplicationScoped
class PostgresHolds implements Holds {

    private static final String OVERDUE =
            "SELECT count(*) FROM hold WHERE expires_at < statement_timestamp() - $1 * interval '1 millisecond'";

    private final Pool pool;
    private final OutboxRows outbox;
    private final Duration ttl;
    private final Duration timeout;
    private final Duration grace;

    PostgresHolds(Pool pool, OutboxRows outbox, BillingConfig config) {
        this.pool = pool;
        this.outbox = outbox;
        this.ttl = config.holdTtl();
        this.timeout = config.statementTimeout();
        this.grace = config.overdueGrace();
    }

    @Override
    public Uni<List<Reservation>> reserve(List<ReservationRequest> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return call(ReserveStatement.SQL, ReserveStatement.parameters(requests, ttl))
                .map(rows -> ReserveStatement.reservations(requests, rows));
    }

    @Override
    public Uni<List<Settlement>> settle(List<SettlementRequest> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return call(SettleStatement.SQL, SettleStatement.parameters(requests))
                .map(rows -> SettleStatement.settlements(requests, rows));
    }

    @Override
    public Uni<Integer> expire(int limit) {
        return bounded(pool.withTransaction(connection -> expire(connection, limit)));
    }

    @Override
    public Uni<Long> overdue() {
        return call(OVERDUE, Tuple.of(grace.toMillis()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Uni<Integer> expire(SqlConnection connection, int limit) {
        return connection
                .preparedQuery("SELECT * FROM expire_holds($1)")
                .execute(Tuple.of(limit))
                .map(PostgresHolds::expired)
                .call(ended -> outbox.append(connection, events(ended)))
                .map(List::size);
    }

    private static List<Event> events(List<ExpiredHold> ended) {
        return ended.stream().<Event>map(ExpiredHold::event).toList();
    }

    private static List<ExpiredHold> expired(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PostgresHolds::expired)
                .toList();
    }

    private static ExpiredHold expired(Row row) {
        return new ExpiredHold(
                new PromptId(row.getUUID("o_id")),
                new AccountId(row.getLong("o_account")),
                new Payer(row.getString("o_payer")),
                ChannelCodes.channel(row.getShort("o_channel")),
                row.getString("o_model"),
                row.getInteger("o_price"),
                new Nanos(row.getLong("o_released")),
                new Nanos(row.getLong("o_balance")),
                row.getOffsetDateTime("o_at").toInstant());
    }

    private Uni<RowSet<Row>> call(String sql, Tuple parameters) {
        return bounded(pool.preparedQuery(sql).execute(parameters));
    }

    private <T> Uni<T> bounded(Uni<T> statement) {
        return statement
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout, null))
                .onFailure()
                .transform(SqlFailures::ofStore);
    }
}
