package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;

/** A database of its own with the migrations applied, called through the reactive client as the service calls it. */
final class Books implements AutoCloseable {

    static final String RESERVE = ReserveStatement.SQL;
    static final String SETTLE = SettleStatement.SQL;
    static final String POST = "SELECT o_ord, o_status, o_balance, o_seq FROM post_batch($1, $2, $3, $4, $5, $6)";
    static final String EXPIRE = "SELECT * FROM expire_holds($1)";
    static final String REGISTER = "SELECT * FROM register_payers($1, $2, $3, NULL)";

    private static final int SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final String jdbcUrl;

    Books(int connections) {
        var server = new KafkaAndPostgres().start();
        var url = Objects.requireNonNull(server.get("KOPECK_POSTGRES_URL"));
        var name = "books_" + UUID.randomUUID().toString().replace("-", "");
        create(url, name);
        jdbcUrl = "jdbc:" + url + "/" + name;
        Flyway.configure().dataSource(jdbcUrl, "postgres", "postgres").load().migrate();
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(connections))
                .connectingTo(PgConnectOptions.fromUri(url + "/" + name)
                        .setUser("postgres")
                        .setPassword("postgres")
                        .setCachePreparedStatements(true))
                .using(vertx)
                .build();
    }

    CompletableFuture<List<Row>> start(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
                .toCompletionStage()
                .toCompletableFuture();
    }

    List<Row> call(String sql, Tuple parameters) {
        return result(start(sql, parameters));
    }

    List<Row> call(String sql) {
        return call(sql, Tuple.tuple());
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    /** The same connections, as the service uses them. */
    io.vertx.mutiny.sqlclient.Pool mutinyPool() {
        return io.vertx.mutiny.sqlclient.Pool.newInstance(pool);
    }

    long number(String sql) {
        return call(sql).getFirst().getLong(0);
    }

    /** Price versions 1, 2 and 3. */
    void setPrices() {
        for (int i = 0; i < 3; i++) {
            call(
                    "INSERT INTO price (model, input, cached_input, cache_write, output, reasoning)"
                            + " VALUES ($1, 1, 1, 1, 1, 1)",
                    Tuple.of("model-" + i));
        }
    }

    /** A customer with so much to spend, paid in cash. */
    void open(long account, long balance) {
        call("INSERT INTO account (id) VALUES ($1)", Tuple.of(account));
        if (balance > 0) {
            call(POST, posting(UUID.randomUUID(), 4, account, balance, 2));
        }
    }

    static Tuple posting(UUID id, int kind, long account, long amount, long counter) {
        return Tuple.tuple()
                .addArrayOfUUID(new UUID[] {id})
                .addArrayOfShort(new Short[] {(short) kind})
                .addArrayOfLong(new Long[] {account})
                .addArrayOfLong(new Long[] {amount})
                .addArrayOfLong(new Long[] {counter})
                .addArrayOfString(new String[] {"test"});
    }

    static <T> T result(CompletableFuture<T> future) {
        return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** What must hold of the books at any moment, as queries that count violations. */
    Map<String, Long> violations() {
        return Map.of(
                "held = sum of holds",
                number("SELECT count(*) FROM account a WHERE kind = 1 AND held <>"
                        + " coalesce((SELECT sum(amount) FROM hold WHERE account_id = a.id), 0)"),
                "posted = credits - debits",
                number("SELECT count(*) FROM account a WHERE kind = 1 AND posted <>"
                        + " coalesce((SELECT sum(CASE WHEN credit_account = a.id THEN amount ELSE -amount END)"
                        + " FROM ledger WHERE customer_account = a.id), 0)"),
                "seq has no gap",
                number(
                        "SELECT count(*) FROM account a WHERE kind = 1 AND (seq, seq) <>"
                                + " (SELECT count(*), coalesce(max(customer_seq), 0) FROM ledger WHERE customer_account = a.id)"),
                "balances chain",
                number(
                        "SELECT count(*) FROM (SELECT customer_balance - coalesce(lag(customer_balance) OVER w, 0)"
                                + " - CASE WHEN credit_account = customer_account THEN amount ELSE -amount END AS gap"
                                + " FROM ledger WINDOW w AS (PARTITION BY customer_account ORDER BY customer_seq)) x WHERE gap <> 0"),
                "no id in two places",
                number(
                        "SELECT count(*) FROM (SELECT id FROM hold UNION ALL SELECT id FROM ledger"
                                + " UNION ALL SELECT id FROM reject) x GROUP BY id HAVING count(*) > 1 UNION ALL SELECT 0 LIMIT 1"),
                "nothing overdrawn",
                number("SELECT count(*) FROM account WHERE kind = 1 AND posted - held < -credit_limit"),
                "time rises with seq",
                number("SELECT count(*) FROM (SELECT created_at <= lag(created_at) OVER w AS back FROM ledger"
                        + " WINDOW w AS (PARTITION BY customer_account ORDER BY customer_seq)) x WHERE back"),
                "all balances sum to zero",
                number("SELECT abs(sum(balance))::bigint FROM trial_balance"));
    }

    @Override
    public void close() {
        result(pool.close().toCompletionStage().toCompletableFuture());
        result(vertx.close().toCompletionStage().toCompletableFuture());
    }

    private static void create(String url, String name) {
        try (var connection = DriverManager.getConnection("jdbc:" + url + "/billing", "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
