package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reports are the plain sums over the ledger at every moment, however far the rollup is. */
class UsageRollupIT {

    private static final Logger LOG = Logger.getLogger(UsageRollupIT.class);
    private static final long FIRST = 8000;
    private static final int ACCOUNTS = 5;
    private static final String ZONE = "America/New_York";

    /** The same columns without rollup, tail, hours or days. */
    private static final String PLAIN = """
            SELECT (l.created_at AT TIME ZONE '%s')::date AS o_day, p.model AS o_model, %s AS o_account,
                   l.channel AS o_channel, count(*) FILTER (WHERE l.kind <> 9) AS o_prompts,
                   count(*) FILTER (WHERE l.kind IN (1, 9)) AS o_charged_prompts,
                   sum(CASE WHEN l.kind IN (1, 9) THEN l.amount ELSE 0 END) AS o_charged,
                   count(*) FILTER (WHERE l.estimated) AS o_estimated_prompts,
                   coalesce(sum(l.amount) FILTER (WHERE l.estimated), 0) AS o_estimated,
                   count(u.amount) AS o_uncollected_prompts, coalesce(sum(u.amount), 0) AS o_uncollected,
                   coalesce(sum(l.input_tokens) FILTER (WHERE l.kind IN (1, 9)), 0) AS o_input,
                   coalesce(sum(l.cached_tokens) FILTER (WHERE l.kind IN (1, 9)), 0) AS o_cached,
                   coalesce(sum(l.cache_write_tokens) FILTER (WHERE l.kind IN (1, 9)), 0) AS o_cache_write,
                   coalesce(sum(l.output_tokens) FILTER (WHERE l.kind IN (1, 9)), 0) AS o_output,
                   coalesce(sum(l.reasoning_tokens) FILTER (WHERE l.kind IN (1, 9)), 0) AS o_reasoning
              FROM ledger l JOIN price p ON p.version = l.price_version LEFT JOIN uncollected u ON u.id = l.id
             GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""";

    private static final String REPORT = PostgresUsageReports.REPORT + " ORDER BY 1, 2, 3, 4";

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(8);
        books.setPrices();
        LongStream.range(FIRST, FIRST + ACCOUNTS).forEach(account -> books.open(account, 100_000));
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void reportsAreThePlainSumsWhereverTheRollupStands() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Usage history seed=%d", seed);
        var random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            // When
            history(random);
            if (random.nextInt(3) > 0) {
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> books.start(PostgresLedgerUpkeep.ROLL, Tuple.of(1 + random.nextInt(30))))
                        .toList()
                        .forEach(Books::result);
            }
            // Then
            assertExact("seed %d, round %d".formatted(seed, round));
        }
        assertThat(books.number("SELECT count(*) FROM usage_hour"))
                .as("something was rolled up")
                .isPositive();
    }

    @Test
    void entriesOfASlowTransactionAreCountedOnceAndInTheirHour() throws SQLException {
        // Given
        var random = new Random(1);
        try (var slow = books.connect();
                var statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("SELECT post_batch(ARRAY[gen_random_uuid()], ARRAY[4::smallint], ARRAY[" + FIRST
                    + "::bigint], ARRAY[17::bigint], ARRAY[2::bigint], ARRAY['slow'])");
            // When
            books.call(Books.POST, Books.posting(UUID.randomUUID(), 4, FIRST + 1, 3, 2));
            rollAll();
            assertExact("while it is open");
            slow.commit();
        }
        // Then
        assertExact("after its commit");
        history(random);
        rollAll();
        assertExact("after the rollup went on");
        assertThat(books.number("SELECT count(*) FROM ledger l, ledger_rollup r WHERE l.txid >= r.watermark"))
                .as("not rolled up yet")
                .isZero();
    }

    @Test
    void oneStepCountsNoMoreThanItMay() {
        // Given
        rollAll();
        IntStream.range(0, 40).forEach(i -> books.call(Books.POST, Books.posting(UUID.randomUUID(), 4, FIRST, 1, 2)));
        // When
        var step = books.call(PostgresLedgerUpkeep.ROLL, Tuple.of(10)).getFirst();
        // Then
        assertThat(step.getLong("o_rows")).isBetween(0L, 10L);
        assertThat(step.getBoolean("o_more")).isTrue();
        rollAll();
        assertExact("in the end");
    }

    @Test
    void secondRollerFindsNothingToDo() throws SQLException {
        // Given
        books.call(Books.POST, Books.posting(UUID.randomUUID(), 4, FIRST, 1, 2));
        try (var first = books.connect();
                var statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("SELECT * FROM roll_usage(100)");
            // When
            var second = books.call(PostgresLedgerUpkeep.ROLL, Tuple.of(100)).getFirst();
            // Then
            assertThat(second.getLong("o_rows")).isZero();
            assertThat(second.getBoolean("o_more")).isFalse();
            first.rollback();
        }
        rollAll();
        assertExact("after the first one gave up");
    }

    @Test
    void scenario25_booksRestoredFromADumpGoOnCountingAboveWhatTheyHave() {
        try (var own = new Books(2)) {
            // Given
            own.setPrices();
            own.open(8001, 5);
            own.call("UPDATE ledger_clock SET shift = 1000000");
            own.call("ALTER TABLE ledger ALTER COLUMN txid SET DEFAULT txid_current() + 1000000");
            own.call(Books.POST, Books.posting(UUID.randomUUID(), 4, 8001, 7, 2));
            roll(own);
            own.call(Books.POST, Books.posting(UUID.randomUUID(), 4, 8001, 11, 2));
            long highest = own.number("SELECT max(txid) FROM ledger");
            // As after pg_restore on a server that has seen few transactions
            own.call("UPDATE ledger_clock SET shift = 0");
            own.call("ALTER TABLE ledger ALTER COLUMN txid SET DEFAULT txid_current()");
            // When
            own.call("SELECT * FROM ensure_ledger_partitions(1)");
            own.call(Books.POST, Books.posting(UUID.randomUUID(), 4, 8001, 13, 2));
            // Then
            assertThat(own.number("SELECT max(txid) FROM ledger")).isGreaterThan(highest);
            assertThat(own.number("SELECT count(*) FROM export_ledger(" + highest
                            + ", 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10)"))
                    .isEqualTo(1);
            roll(own);
            assertThat(own.number("SELECT o_balance::bigint FROM system_balances() WHERE o_account = 2"))
                    .isEqualTo(-(5 + 7 + 11 + 13));
            assertThat(own.number(
                            "SELECT sum(o_credited)::bigint FROM money_report('2000-01-01', '2100-01-01', 'UTC')"))
                    .isEqualTo(5 + 7 + 11 + 13);
        }
    }

    private static void assertExact(String when) {
        assertThat(texts(books.call(REPORT, everything("UTC", true))))
                .as("%s, by account", when)
                .isEqualTo(texts(books.call(PLAIN.formatted("UTC", "l.customer_account"))));
        assertThat(texts(books.call(REPORT, everything(ZONE, false))))
                .as("%s, by local day", when)
                .isEqualTo(texts(books.call(PLAIN.formatted(ZONE, "NULL::bigint"))));
        assertThat(texts(books.call("SELECT o_kind, sum(o_entries)::bigint, sum(o_credited), sum(o_debited)"
                        + " FROM money_report('2000-01-01', '2200-01-01', 'UTC') GROUP BY 1 ORDER BY 1")))
                .as("%s, money", when)
                .isEqualTo(texts(books.call("SELECT kind, count(*),"
                        + " sum(CASE WHEN credit_account = customer_account THEN amount ELSE 0 END),"
                        + " sum(CASE WHEN debit_account = customer_account THEN amount ELSE 0 END)"
                        + " FROM ledger GROUP BY 1 ORDER BY 1")));
        assertThat(texts(books.call("SELECT id, balance FROM trial_balance WHERE kind = 2 ORDER BY 1")))
                .as("%s, system accounts", when)
                .isEqualTo(texts(books.call("SELECT a.id, coalesce((SELECT sum(l.amount) FROM ledger l"
                        + " WHERE l.credit_account = a.id), 0) - coalesce((SELECT sum(l.amount) FROM ledger l"
                        + " WHERE l.debit_account = a.id), 0) FROM account a WHERE kind = 2 ORDER BY 1")));
    }

    private static Tuple everything(String zone, boolean byAccount) {
        var from = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return Tuple.tuple()
                .addOffsetDateTime(from)
                .addOffsetDateTime(from.plusYears(200))
                .addLong(null)
                .addString(zone)
                .addBoolean(true)
                .addBoolean(true)
                .addBoolean(byAccount)
                .addBoolean(true);
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(i -> String.valueOf(row.getValue(i)))
                        .toList()
                        .toString())
                .toList();
    }

    /** Some prompts of one account, ended in all ways, and a top-up. */
    private static void history(Random random) {
        long account = FIRST + random.nextInt(ACCOUNTS);
        int size = 1 + random.nextInt(8);
        var ids = IntStream.range(0, size).mapToObj(i -> UUID.randomUUID()).toList();
        reserve(ids, account, 1 + random.nextInt(3), random.nextInt(4) == 0 ? -1000 : 60_000);
        if (random.nextInt(3) == 0) {
            books.call(Books.EXPIRE, Tuple.of(100));
        }
        settle(ids, account, random);
        books.call(Books.POST, Books.posting(UUID.randomUUID(), 4, account, 1 + random.nextInt(100), 2));
    }

    private static void reserve(List<UUID> ids, long account, int price, long ttlMs) {
        int size = ids.size();
        books.call(
                Books.RESERVE,
                Tuple.tuple()
                        .addArrayOfUUID(ids.toArray(UUID[]::new))
                        .addArrayOfLong(Collections.nCopies(size, account).toArray(Long[]::new))
                        .addArrayOfLong(Collections.nCopies(size, 50L).toArray(Long[]::new))
                        .addArrayOfLong(Collections.nCopies(size, 1L).toArray(Long[]::new))
                        .addArrayOfInteger(Collections.nCopies(size, price).toArray(Integer[]::new))
                        .addArrayOfLong(Collections.nCopies(size, 5L).toArray(Long[]::new))
                        .addArrayOfShort(Collections.nCopies(size, (short) 0).toArray(Short[]::new))
                        .addArrayOfShort(Collections.nCopies(size, (short) (1 + price % 3))
                                .toArray(Short[]::new))
                        .addArrayOfString(
                                Collections.nCopies(size, "telegram:1").toArray(String[]::new))
                        .addArrayOfUUID(new UUID[size])
                        .addArrayOfString(new String[size])
                        .addLong(ttlMs));
    }

    private static void settle(List<UUID> ids, long account, Random random) {
        int size = ids.size();
        var kinds = IntStream.range(0, size)
                .mapToObj(i -> (short) (random.nextInt(4) == 0 ? 2 : 1))
                .toArray(Short[]::new);
        var price = books.call(
                        "SELECT price_version FROM hold WHERE id = $1 UNION SELECT price_version FROM ledger"
                                + " WHERE id = $1",
                        Tuple.of(ids.getFirst()))
                .getFirst()
                .getInteger(0);
        books.call(
                Books.SETTLE,
                Tuple.tuple()
                        .addArrayOfUUID(ids.toArray(UUID[]::new))
                        .addArrayOfLong(Collections.nCopies(size, account).toArray(Long[]::new))
                        .addArrayOfShort(kinds)
                        .addArrayOfLong(IntStream.range(0, size)
                                .mapToObj(i -> kinds[i] == 1 ? (long) random.nextInt(80) : 0L)
                                .toArray(Long[]::new))
                        .addArrayOfInteger(Collections.nCopies(size, price).toArray(Integer[]::new))
                        .addArrayOfUUID(ids.stream()
                                .map(id -> new UUID(id.getMostSignificantBits(), ~id.getLeastSignificantBits()))
                                .toArray(UUID[]::new))
                        .addArrayOfInteger(
                                random.ints(5L * size, 0, 1000).boxed().toArray(Integer[]::new))
                        .addArrayOfBoolean(IntStream.range(0, size)
                                .mapToObj(i -> random.nextInt(4) == 0)
                                .toArray(Boolean[]::new)));
    }

    private static void rollAll() {
        roll(books);
    }

    private static void roll(Books own) {
        boolean more = true;
        while (more) {
            more = own.call(PostgresLedgerUpkeep.ROLL, Tuple.of(1000))
                    .getFirst()
                    .getBoolean("o_more");
        }
    }
}
