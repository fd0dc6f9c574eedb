package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.LedgerCursor;
import dev.kopeck.contracts.identity.PromptId;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever reads on behind the last cursor gets every entry once, whatever commits in whatever order. */
class LedgerExportIT {

    private static final Logger LOG = Logger.getLogger(LedgerExportIT.class);
    private static final int WRITERS = 6;

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(WRITERS + 2);
        books.setPrices();
        IntStream.range(7000, 7010).forEach(account -> books.open(account, 10));
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void entriesOfASlowTransactionAreNotSkippedAndNothingComesTwice() throws SQLException {
        // Given
        var seen = readOn(LedgerCursor.START, 100);
        try (var slow = books.connect()) {
            slow.setAutoCommit(false);
            var early = post(slow, 7000);
            var late = UUID.randomUUID();
            books.call(Books.POST, Books.posting(late, 4, 7001, 1, 2));
            // When
            var whileOpen = readOn(last(seen), 100);
            slow.commit();
            var afterwards = readOn(last(whileOpen.isEmpty() ? seen : whileOpen), 100);
            // Then
            assertThat(ids(whileOpen)).as("behind an open transaction").doesNotContain(early, late);
            assertThat(ids(afterwards)).contains(early, late).doesNotHaveDuplicates();
            assertThat(ids(whileOpen)).doesNotContainAnyElementsOf(ids(afterwards));
        }
    }

    @Test
    void readingWhileManyWriteAndSomeRollBackGivesExactlyTheLedger() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Export under load seed=%d", seed);
        // When
        var writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> write(new Random(seed + i))))
                .toList();
        var read = new ArrayList<LedgerCursor>();
        while (!writers.stream().allMatch(CompletableFuture::isDone)) {
            read.addAll(readOn(last(read), 1 + new Random(seed).nextInt(40)));
        }
        writers.forEach(Books::result);
        read.addAll(readOn(last(read), 25));
        // Then
        assertThat(ids(read))
                .as("seed %d", seed)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(books.call("SELECT id FROM ledger").stream()
                        .map(row -> row.getUUID(0))
                        .toList());
        assertThat(read)
                .isSortedAccordingTo((a, b) -> a.transaction() == b.transaction()
                        ? a.id().toString().compareTo(b.id().toString())
                        : Long.compare(a.transaction(), b.transaction()));
    }

    @Test
    void oneTransactionWithMoreEntriesThanAPageIsReadToItsEnd() {
        // Given
        var before = readOn(LedgerCursor.START, 1000);
        books.call("INSERT INTO account (id) SELECT g FROM generate_series(7100, 7599) g");
        books.call(
                "SELECT post_batch(array_agg(gen_random_uuid()), array_agg(4::smallint), array_agg(g),"
                        + " array_agg(1::bigint), array_agg(2::bigint), array_agg('r'::text)) FROM generate_series(7100, 7599) g");
        // When
        var read = readOn(last(before), 7);
        // Then
        assertThat(ids(read)).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void entriesFromBeforeTransactionsWereNotedComeFirstAndOnce() {
        // Given
        try (var own = new Books(2)) {
            own.call("INSERT INTO account (id) VALUES (7001)");
            own.call("ALTER TABLE ledger ALTER COLUMN txid SET DEFAULT 0");
            IntStream.range(0, 30).forEach(i -> own.call(Books.POST, Books.posting(UUID.randomUUID(), 4, 7001, 1, 2)));
            own.call("UPDATE ledger_clock SET last_old_id = (SELECT id FROM ledger ORDER BY id DESC LIMIT 1)");
            own.call("ALTER TABLE ledger ALTER COLUMN txid SET DEFAULT txid_current()");
            IntStream.range(0, 10).forEach(i -> own.call(Books.POST, Books.posting(UUID.randomUUID(), 4, 7001, 1, 2)));
            // When
            var read = readOn(own, LedgerCursor.START, 7);
            // Then
            assertThat(ids(read)).hasSize(40).doesNotHaveDuplicates();
            assertThat(read.subList(0, 30))
                    .allSatisfy(place -> assertThat(place.transaction()).isZero());
        }
    }

    private static void write(Random random) {
        try (var connection = books.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 25; i++) {
                // In the order of ids, as all writers, so that they wait for one another and never for ever.
                int first = 7000 + random.nextInt(9);
                post(connection, first);
                if (random.nextInt(3) == 0) {
                    post(connection, first + 1);
                }
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static UUID post(Connection connection, long account) throws SQLException {
        var id = PromptId.mint(Instant.now(), new Random()).value();
        try (var statement = connection.prepareStatement("SELECT post_batch(ARRAY[?], ARRAY[4::smallint], ARRAY[?],"
                + " ARRAY[1::bigint], ARRAY[2::bigint], ARRAY['slow'])")) {
            statement.setObject(1, id);
            statement.setLong(2, account);
            statement.execute();
        }
        return id;
    }

    private static List<LedgerCursor> readOn(LedgerCursor after, int page) {
        return readOn(books, after, page);
    }

    private static List<LedgerCursor> readOn(Books own, LedgerCursor after, int page) {
        var all = new ArrayList<LedgerCursor>();
        var place = after;
        while (true) {
            var rows = own.call(PostgresLedgerEntries.EXPORT, Tuple.of(place.transaction(), place.id(), page)).stream()
                    .map(row -> new LedgerCursor(row.getLong("txid"), row.getUUID("id")))
                    .toList();
            all.addAll(rows);
            if (rows.size() < page) {
                return all;
            }
            place = rows.getLast();
        }
    }

    private static LedgerCursor last(List<LedgerCursor> read) {
        return read.isEmpty() ? LedgerCursor.START : read.getLast();
    }

    private static List<UUID> ids(List<LedgerCursor> places) {
        return places.stream().map(LedgerCursor::id).toList();
    }
}
