package dev.kopeck.harness.benchmarks.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same statements as pgbench's scripts over JDBC, for machines without pgbench; slower than it by the driver's cost. */
final class JdbcYardstick implements Yardstick {

    private static final int BATCH = 500;
    private static final long IDS_PER_CLIENT = 1_000_000_000;

    private final YardstickDatabase database;

    JdbcYardstick(YardstickDatabase database) {
        this.database = database;
    }

    @Override
    public String driver() {
        return "JDBC (this machine has no pgbench)";
    }

    @Override
    public double naive(int accounts, int clients, int seconds) {
        return measured(accounts, clients, seconds, 1, JdbcYardstick::cycle);
    }

    @Override
    public double batched(int accounts, int clients, int seconds) {
        return measured(accounts, clients, seconds, BATCH, JdbcYardstick::batch);
    }

    /** One step of one client. */
    private interface Step {
        void run(Connection connection, long firstId, int accounts, SplittableRandom random) throws SQLException;
    }

    private double measured(int accounts, int clients, int seconds, int size, Step step) {
        database.reset(accounts);
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        double steps = 0;
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var running = new ArrayList<Future<Long>>();
            for (int client = 0; client < clients; client++) {
                long firstId = IDS_PER_CLIENT * client;
                running.add(threads.submit(() -> client(step, firstId, accounts, size, end)));
            }
            for (var client : running) {
                steps += client.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A client of the yardstick failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        database.check();
        return steps * size / elapsed;
    }

    private long client(Step step, long firstId, int accounts, long size, long end) throws SQLException {
        var random = new SplittableRandom(firstId);
        long steps = 0;
        try (var connection = database.connect(YardstickDatabase.NAME)) {
            while (System.nanoTime() < end) {
                step.run(connection, firstId + steps * size, accounts, random);
                steps++;
            }
        }
        return steps;
    }

    private static void cycle(Connection connection, long id, int accounts, SplittableRandom random)
            throws SQLException {
        long account = 1 + random.nextLong(accounts);
        long amount = random.nextLong(1000, 5001);
        long charge = random.nextLong(100, 1001);
        connection.setAutoCommit(false);
        update(
                connection,
                "UPDATE account SET held = held + ? WHERE id = ? AND balance - held >= ?",
                amount,
                account,
                amount);
        update(connection, "INSERT INTO reservation(id, account_id, amount) VALUES (?, ?, ?)", id, account, amount);
        connection.commit();
        update(
                connection,
                "UPDATE reservation SET state = 1, charged = ?, settled_at = now() WHERE id = ? AND state = 0",
                charge,
                id);
        update(
                connection,
                "UPDATE account SET balance = balance - ?, held = held - ? WHERE id = ?",
                charge,
                amount,
                account);
        update(
                connection,
                "INSERT INTO ledger_entry(account_id, reservation_id, kind, amount) VALUES (?, ?, 1, 0 - ?)",
                account,
                id,
                charge);
        connection.commit();
    }

    private static void batch(Connection connection, long firstId, int accounts, SplittableRandom random)
            throws SQLException {
        try (var reserve = connection.prepareStatement("SELECT count(*) FROM reserve_batch("
                        + "ARRAY(SELECT ? + g FROM generate_series(1, 500) g), "
                        + "ARRAY(SELECT 1 + floor(random() * ?)::bigint FROM generate_series(1, 500)), "
                        + "ARRAY(SELECT 1000 + floor(random() * 4000)::bigint FROM generate_series(1, 500)))");
                var settle = connection.prepareStatement("SELECT settle_batch("
                        + "ARRAY(SELECT ? + g FROM generate_series(1, 500) g), "
                        + "ARRAY(SELECT 100 + floor(random() * 900)::bigint FROM generate_series(1, 500)))")) {
            reserve.setLong(1, firstId);
            reserve.setInt(2, accounts);
            reserve.executeQuery().close();
            settle.setLong(1, firstId);
            settle.executeQuery().close();
        }
    }

    private static void update(Connection connection, String sql, long... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
