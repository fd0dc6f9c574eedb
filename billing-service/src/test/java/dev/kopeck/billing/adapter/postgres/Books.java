package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

    /** Every account from its first entry. */
    static final String VIOLATIONS =
            "SELECT c.* FROM accounts_to_check(0, 1000000, NULL) p, check_accounts(p.o_account, p.o_from, 1000000) c"
                    + " WHERE c.o_invariant <> 0";

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
        call("CREATE FUNCTION tamper(p_sql text) RETURNS void LANGUAGE plpgsql SET session_replication_role = replica"
                + " AS $$ BEGIN EXECUTE p_sql; END $$");
    }

    /** A connection of the owner, for transactions that stay open for a while. */
    Connection connect() {
        try {
            return DriverManager.getConnection(jdbcUrl, "postgres", "postgres");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    String jdbcUrl() {
        return jdbcUrl;
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

    /** A transaction that stays open until it is told to commit. */
    Held hold() {
        var connection = result(pool.getConnection().toCompletionStage().toCompletableFuture());
        var transaction = result(connection.begin().toCompletionStage().toCompletableFuture());
        return new Held(connection, transaction);
    }

    record Held(SqlConnection connection, Transaction transaction) {

        void call(String sql, Tuple parameters) {
            result(connection
                    .preparedQuery(sql)
                    .execute(parameters)
                    .toCompletionStage()
                    .toCompletableFuture());
        }

        long number(String sql) {
            return result(connection
                            .preparedQuery(sql)
                            .execute()
                            .toCompletionStage()
                            .toCompletableFuture())
                    .iterator()
                    .next()
                    .getLong(0);
        }

        void commit() {
            result(transaction.commit().toCompletionStage().toCompletableFuture());
            result(connection.close().toCompletionStage().toCompletableFuture());
        }
    }

    /** Runs a change as somebody with all rights does it: triggers do not see it. */
    void tamper(String sql) {
        call("SELECT tamper($1)", Tuple.of(sql));
    }

    /** What must hold of the books at any moment: violations per invariant, by the queries that the service uses. */
    Map<String, Long> violations() {
        Map<String, Long> counts = new TreeMap<>();
        for (int invariant = 1; invariant <= 11; invariant++) {
            counts.put("invariant " + invariant, 0L);
        }
        call(VIOLATIONS)
                .forEach(row ->
                        counts.merge("invariant " + row.getShort("o_invariant"), row.getLong("o_count"), Long::sum));
        counts.put(
                "all balances sum to zero", number("SELECT coalesce(sum(abs(o_sum)), 0)::bigint FROM check_totals()"));
        return counts;
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
