package dev.kopeck.harness.benchmarks.billing;

import dev.kopeck.harness.testkit.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** The database of the billing-service that is measured: accounts with money in, old entries, and whether it adds up. */
final class BillingBooks {

    private static final Duration UPKEEP = Duration.ofMinutes(15);

    static final long FIRST_ACCOUNT = 1_000_001;
    static final int ACCOUNTS = 10_000;

    /** A million each, in nanos. */
    private static final String MONEY = "1000000000000000";

    private static final String LAST_ACCOUNT = "1010000";

    private final String url;
    private final String user;
    private final String password;

    BillingBooks(String serverUrl, String user, String password) {
        this.url = "jdbc:" + serverUrl + "/billing";
        this.user = user;
        this.password = password;
    }

    /** Opens the accounts and pays money in, through the function that all money comes in by. */
    void openAccounts() {
        run("INSERT INTO account (id) SELECT g FROM generate_series(%d, %s) g".formatted(FIRST_ACCOUNT, LAST_ACCOUNT));
        run("""
                SELECT count(*) FROM post_batch(
                  ARRAY(SELECT uuidv7() FROM generate_series(1, %1$d)), array_fill(4::smallint, ARRAY[%1$d]),
                  ARRAY(SELECT g FROM generate_series(%2$d, %3$s) g), array_fill(%4$s::bigint, ARRAY[%1$d]),
                  array_fill(2::bigint, ARRAY[%1$d]), array_fill(NULL::text, ARRAY[%1$d]))""".formatted(ACCOUNTS, FIRST_ACCOUNT, LAST_ACCOUNT, MONEY));
        run("VACUUM ANALYZE account");
        run("CHECKPOINT");
    }

    /** Writes so many entries of a nano each, evenly over the accounts, as if they had been charged before. */
    void fill(long rows) {
        long perAccount = rows / ACCOUNTS;
        run("""
                INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
                    customer_balance, price_version, fingerprint, channel, input_tokens, cached_tokens, cache_write_tokens,
                    output_tokens, reasoning_tokens, estimated, created_at, customer_spent, held_since)
                  SELECT uuidv7(), 1, a.id, 1, 1, 1, a.id, a.seq + n, a.posted - n, 1, 0, 3, 1, 0, 0, 1, 0, false,
                         a.last_at + n * interval '1 microsecond', a.spent + n, a.last_at
                    FROM generate_series(1, %d) n, account a WHERE a.id >= %d""".formatted(perAccount, FIRST_ACCOUNT));
        run("""
                UPDATE account SET seq = seq + %1$d, posted = posted - %1$d, spent = spent + %1$d,
                    last_at = last_at + %1$d * interval '1 microsecond' WHERE id >= %2$d""".formatted(perAccount, FIRST_ACCOUNT));
        run("VACUUM ANALYZE ledger");
        run("VACUUM ANALYZE account");
        run("CHECKPOINT");
        Eventually.eventually(UPKEEP, this::requireUpkeepDone);
    }

    /** The service rolls up and checks what came at once: that is the filling's cost, and not that of a full ledger. */
    private void requireUpkeepDone() {
        require(
                "entries that are not rolled up",
                "SELECT count(*) FROM (SELECT FROM ledger l, ledger_rollup r WHERE l.txid >= r.watermark LIMIT 1) x");
        require(
                "accounts that are not checked",
                "SELECT count(*) FROM account a LEFT JOIN account_check c ON c.account_id = a.id"
                        + " WHERE a.kind = 1 AND a.seq > coalesce(c.seq, 0)");
    }

    long ledgerRows() {
        return number("SELECT count(*) FROM ledger");
    }

    /** Fails where the books do not add up: speed that loses money is none. */
    void check() {
        require("holds left open", "SELECT count(*) FROM hold");
        require(
                "accounts whose held is not the sum of their holds",
                "SELECT count(*) FROM account a WHERE kind = 1 AND held <> coalesce((SELECT sum(amount) FROM hold"
                        + " WHERE account_id = a.id), 0)");
        require(
                "accounts whose balance is not the sum of their entries",
                "SELECT count(*) FROM account a JOIN (SELECT customer_account, count(*) AS n, sum(CASE WHEN credit_account"
                        + " = customer_account THEN amount ELSE -amount END) AS total FROM ledger GROUP BY 1) l"
                        + " ON l.customer_account = a.id WHERE a.posted <> l.total OR a.seq <> l.n");
        require("uncollected charges", "SELECT count(*) FROM uncollected");
    }

    String serverVersion() {
        try (var connection = connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void require(String what, String sql) {
        long count = number(sql);
        if (count != 0) {
            throw new IllegalStateException("The books do not add up: %d %s".formatted(count, what));
        }
    }

    private long number(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void run(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("Billing's database: " + e.getMessage(), e);
    }
}
