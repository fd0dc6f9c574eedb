package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.EntryKind;
import dev.kopeck.billing.domain.Period;
import dev.kopeck.billing.domain.StatementOutcome;
import dev.kopeck.billing.domain.StatementSummary;
import dev.kopeck.billing.domain.StatementSummary.KindTotal;
import dev.kopeck.billing.domain.Total;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Finds a statement's first and last entry, and what lies between them. */
final class StatementBounds {

    /**
     * Waits for whoever is writing to the account: an entry is stamped with its time before it is committed, so without
     * waiting a period that is over could still get one. Entries up to this number are all there and never change.
     */
    static final String ACCOUNT = """
            SELECT a.seq, a.posted, a.currency, a.created_at, (SELECT max(r.last_at) FROM ledger_archive r) AS archived
              FROM account a WHERE a.id = $1 AND a.kind = 1 FOR SHARE OF a""";

    /** The balance before the next entry is the balance after the last one, also where that one is archived. */
    static final String BOUNDS = """
            WITH b AS MATERIALIZED (SELECT ledger_seq_before($1, $2, $4) AS low, ledger_seq_before($1, $2, $5) AS high)
            SELECT b.low, b.high, coalesce(o.before, $3) AS opening, coalesce(c.before, $3) AS closing
              FROM b
              LEFT JOIN LATERAL (
                SELECT l.customer_balance - CASE WHEN l.credit_account = $1 THEN l.amount ELSE -l.amount END AS before
                  FROM ledger l WHERE l.customer_account = $1 AND l.customer_seq > b.low AND l.customer_seq <= $2
                 ORDER BY l.customer_seq LIMIT 1) o ON true
              LEFT JOIN LATERAL (
                SELECT l.customer_balance - CASE WHEN l.credit_account = $1 THEN l.amount ELSE -l.amount END AS before
                  FROM ledger l WHERE l.customer_account = $1 AND l.customer_seq > b.high AND l.customer_seq <= $2
                 ORDER BY l.customer_seq LIMIT 1) c ON true""";

    static final String TOTALS = """
            SELECT l.kind, count(*) AS entries, sum(CASE WHEN l.credit_account = $1 THEN l.amount ELSE -l.amount END) AS amount
              FROM ledger l WHERE l.customer_account = $1 AND l.customer_seq > $2 AND l.customer_seq <= $3
             GROUP BY 1 ORDER BY 1""";

    private final Connections connections;

    StatementBounds(Connections connections) {
        this.connections = connections;
    }

    Uni<StatementOutcome> summary(AccountId id, Period period) {
        return connections
                .query(ACCOUNT, Tuple.of(id.value()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(new StatementOutcome.UnknownAccount())
                        : summary(id, period, rows.iterator().next()));
    }

    private Uni<StatementOutcome> summary(AccountId id, Period period, Row account) {
        var completeFrom = completeFrom(account);
        if (completeFrom.filter(period.from()::isBefore).isPresent()) {
            return Uni.createFrom().item(new StatementOutcome.Archived(completeFrom.get()));
        }
        var parameters = Tuple.tuple()
                .addLong(id.value())
                .addLong(account.getLong("seq"))
                .addLong(account.getLong("posted"))
                .addOffsetDateTime(period.from().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(period.until().atOffset(ZoneOffset.UTC));
        return connections
                .query(BOUNDS, parameters)
                .map(rows -> rows.iterator().next())
                .chain(bounds -> connections
                        .query(TOTALS, Tuple.of(id.value(), bounds.getLong("low"), bounds.getLong("high")))
                        .map(totals -> found(id, period, account, bounds, totals)));
    }

    private static StatementOutcome found(AccountId id, Period period, Row account, Row bounds, RowSet<Row> totals) {
        return new StatementOutcome.Found(new StatementSummary(
                id,
                period,
                account.getString("currency"),
                new Nanos(bounds.getLong("opening")),
                new Nanos(bounds.getLong("closing")),
                bounds.getLong("low"),
                bounds.getLong("high"),
                totals(totals)));
    }

    private static List<KindTotal> totals(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new KindTotal(
                        EntryKind.ofCode(row.getShort("kind")),
                        row.getLong("entries"),
                        Total.of(row.getBigDecimal("amount"))))
                .toList();
    }

    /** Right behind the last entry that was taken out, for accounts that may have had it. */
    private static Optional<Instant> completeFrom(Row account) {
        var opened = account.getOffsetDateTime("created_at").toInstant();
        return Optional.ofNullable(account.getOffsetDateTime("archived"))
                .map(OffsetDateTime::toInstant)
                .filter(last -> !opened.isAfter(last))
                .map(last -> last.plus(1, ChronoUnit.MICROS));
    }
}
