package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.LedgerEntries;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.BooksBalance;
import dev.kopeck.billing.domain.LedgerCursor;
import dev.kopeck.billing.domain.Period;
import dev.kopeck.billing.domain.StatementOutcome;
import dev.kopeck.billing.domain.StatementSummary;
import dev.kopeck.billing.domain.Total;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The ledger page by page. Pages of one statement or export are statements of their own: a snapshot that stays open for
 * as long as somebody downloads would keep the hot rows of all accounts from being cleaned up. They fit together because
 * what they read does not change any more.
 */
@ApplicationScoped
class PostgresLedgerEntries implements LedgerEntries {

    static final String LINES = "SELECT " + EntryRows.COLUMNS + "\n" + """
            FROM ledger l LEFT JOIN price p ON p.version = l.price_version
             WHERE l.customer_account = $1 AND l.customer_seq > $2 AND l.customer_seq <= $3
             ORDER BY l.customer_seq LIMIT $4""";
    static final String EXPORT = "SELECT " + EntryRows.COLUMNS + "\n" + """
            FROM export_ledger($1, $2, $3) l LEFT JOIN price p ON p.version = l.price_version
             ORDER BY l.txid, l.id""";

    private static final String REACHED = "SELECT $1 < ledger_horizon() AS reached";
    private static final String BALANCE = """
            SELECT CASE kind WHEN 2 THEN id ELSE 0 END AS account, sum(balance) AS balance
              FROM trial_balance GROUP BY 1""";
    private static final long CUSTOMERS = 0;

    private final Connections connections;
    private final StatementBounds bounds;

    PostgresLedgerEntries(Connections connections) {
        this.connections = connections;
        this.bounds = new StatementBounds(connections);
    }

    @Override
    public Uni<StatementOutcome> summary(AccountId account, Period period) {
        return bounds.summary(account, period);
    }

    @Override
    public Uni<List<BookEntry>> lines(StatementSummary statement, long afterSeq, int limit) {
        return connections
                .query(LINES, Tuple.of(statement.account().value(), afterSeq, statement.lastSeq(), limit))
                .map(PostgresLedgerEntries::entries);
    }

    @Override
    public Uni<List<BookEntry>> after(LedgerCursor place, int limit) {
        return connections
                .query(EXPORT, Tuple.of(place.transaction(), place.id(), limit))
                .map(PostgresLedgerEntries::entries);
    }

    @Override
    public Uni<Boolean> isReached(LedgerCursor place) {
        return connections
                .query(REACHED, Tuple.of(place.transaction()))
                .map(rows -> rows.iterator().next().getBoolean("reached"));
    }

    @Override
    public Uni<BooksBalance> balance() {
        return connections.query(BALANCE, Tuple.tuple()).map(PostgresLedgerEntries::balance);
    }

    private static BooksBalance balance(RowSet<Row> rows) {
        var balances = new HashMap<Long, Total>();
        rows.forEach(row -> balances.put(row.getLong("account"), Total.of(row.getBigDecimal("balance"))));
        var customers = balances.remove(CUSTOMERS);
        return new BooksBalance(customers == null ? Total.ZERO : customers, balances);
    }

    private static List<BookEntry> entries(RowSet<Row> rows) {
        return stream(rows).map(EntryRows::entry).toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
