package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.harness.testkit.Eventually;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** On random histories: opening balance + all lines = closing balance, for every period that one can ask for. */
class StatementHistoryIT {

    private static final Logger LOG = Logger.getLogger(StatementHistoryIT.class);
    private static final long ACCOUNT = 9001;

    @Test
    void openingAndLinesAddUpToClosingForEveryPeriod() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Statement history seed=%d", seed);
        var random = new Random(seed);
        try (var books = new Books(2)) {
            books.call("SELECT * FROM ensure_ledger_partitions(3)");
            books.open(ACCOUNT, 0);
            books.open(ACCOUNT + 1, 0);
            for (int i = 0; i < 150; i++) {
                // Ids of many months, so that one account's lines lie in all partitions in turn.
                var id = PromptId.mint(Instant.now().plus(random.nextInt(200) - 60, ChronoUnit.DAYS), random);
                long amount = random.nextInt(3) > 0 ? 1 + random.nextInt(50) : -1 - random.nextInt(20);
                int counter = amount > 0 ? 2 : 4;
                books.call(
                        Books.POST,
                        Books.posting(id.value(), amount > 0 ? 4 : 6, ACCOUNT + random.nextInt(2), amount, counter));
            }
            var all = books.call("SELECT customer_seq AS seq, created_at,"
                    + " CASE WHEN credit_account = customer_account THEN amount ELSE -amount END AS amount"
                    + " FROM ledger WHERE customer_account = " + ACCOUNT + " ORDER BY customer_seq");
            // When, Then
            for (int i = 0; i < 200; i++) {
                var from = edge(all, random);
                var until = edge(all, random);
                if (until.isBefore(from)) {
                    continue;
                }
                assertAddsUp(books, all, from, until, "seed %d: %s to %s".formatted(seed, from, until));
            }
        }
    }

    @Test
    void periodThatIsOverWaitsForWhoeverIsStillWriting() throws SQLException {
        try (var books = new Books(3)) {
            // Given
            books.open(ACCOUNT, 5);
            try (var slow = books.connect();
                    var statement = slow.createStatement()) {
                slow.setAutoCommit(false);
                statement.execute("SELECT post_batch(ARRAY[gen_random_uuid()], ARRAY[4::smallint], ARRAY[" + ACCOUNT
                        + "::bigint], ARRAY[7::bigint], ARRAY[2::bigint], ARRAY['slow'])");
                // When
                var account = books.start(StatementBounds.ACCOUNT, Tuple.of(ACCOUNT));
                Eventually.eventually(() -> assertThat(books.number("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND wait_event_type = 'Lock'"))
                        .isEqualTo(1));
                slow.commit();
                // Then
                assertThat(Books.result(account).getFirst().getLong("seq")).isEqualTo(2);
            }
        }
    }

    private static void assertAddsUp(
            Books books, List<Row> all, OffsetDateTime from, OffsetDateTime until, String where) {
        var account = books.call(StatementBounds.ACCOUNT, Tuple.of(ACCOUNT)).getFirst();
        var bounds = books.call(
                        StatementBounds.BOUNDS,
                        Tuple.of(ACCOUNT, account.getLong("seq"), account.getLong("posted"), from, until))
                .getFirst();
        var lines = new ArrayList<Long>();
        long after = bounds.getLong("low");
        while (after < bounds.getLong("high")) {
            for (var line :
                    books.call(PostgresLedgerEntries.LINES, Tuple.of(ACCOUNT, after, bounds.getLong("high"), 7))) {
                after = line.getLong("customer_seq");
                boolean credit = line.getLong("credit_account") == ACCOUNT;
                lines.add(credit ? line.getLong("amount") : -line.getLong("amount"));
            }
        }
        var wanted = all.stream()
                .filter(row -> !row.getOffsetDateTime("created_at").isBefore(from)
                        && row.getOffsetDateTime("created_at").isBefore(until))
                .map(row -> row.getLong("amount"))
                .toList();
        assertThat(lines).as(where).isEqualTo(wanted);
        assertThat(bounds.getLong("opening") + sum(lines)).as(where).isEqualTo(bounds.getLong("closing"));
        assertThat(bounds.getLong("opening"))
                .as(where)
                .isEqualTo(all.stream()
                        .filter(row -> row.getOffsetDateTime("created_at").isBefore(from))
                        .mapToLong(row -> row.getLong("amount"))
                        .sum());
        var totals =
                books.call(StatementBounds.TOTALS, Tuple.of(ACCOUNT, bounds.getLong("low"), bounds.getLong("high")));
        assertThat(totals.stream()
                        .mapToLong(total -> total.getBigDecimal("amount").longValueExact())
                        .sum())
                .as(where)
                .isEqualTo(sum(lines));
    }

    /** The exact moment of a line, just behind it, or far off. */
    private static OffsetDateTime edge(List<Row> all, Random random) {
        var at = all.get(random.nextInt(all.size())).getOffsetDateTime("created_at");
        return switch (random.nextInt(5)) {
            case 0 -> at.plus(1, ChronoUnit.MICROS);
            case 1 -> OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
            case 2 -> at.plusYears(5);
            default -> at;
        };
    }

    private static long sum(List<Long> amounts) {
        return amounts.stream().mapToLong(Long::longValue).sum();
    }
}
