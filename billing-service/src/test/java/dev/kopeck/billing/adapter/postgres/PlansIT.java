package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What a batch reads does not grow with what else there is, whatever the planner believes: its statistics are of a
 * moment when nothing was held, and it keeps a plan for as long as a connection lives.
 */
class PlansIT {

    private static final long FIRST_ACCOUNT = 5001;
    private static final int ACCOUNTS = 500;
    private static final int OPEN_HOLDS = 5000;
    private static final int BATCH = 100;

    /** What this session has read and not reported yet. */
    private static final String READ =
            "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = '%s'";

    @Test
    void aBatchReadsItsOwnRowsHoweverManyHoldsAreOpen() {
        try (var books = new Books(1)) {
            // Given
            books.setPrices();
            books.call("ALTER TABLE hold SET (autovacuum_enabled = off)");
            books.call("ALTER TABLE account SET (autovacuum_enabled = off)");
            books.call("ANALYZE");
            books.call("INSERT INTO account (id, posted) SELECT g, 1000000 FROM generate_series(%d, %d) g"
                    .formatted(FIRST_ACCOUNT, FIRST_ACCOUNT + ACCOUNTS - 1));
            var open = IntStream.range(0, OPEN_HOLDS).mapToObj(i -> id(i)).toList();
            var accounts = LongStream.range(0, OPEN_HOLDS)
                    .mapToObj(i -> FIRST_ACCOUNT + i % ACCOUNTS)
                    .toList();
            Books.result(Calls.reserve(books, open, accounts, 100, 10, 600_000));

            // When
            var settling = read(
                    books, Books.SETTLE, Calls.settlement(open.subList(0, BATCH), accounts.subList(0, BATCH), 1, 50));
            var reserving = read(
                    books,
                    Books.RESERVE,
                    Calls.reservation(ids(OPEN_HOLDS, BATCH), accounts.subList(0, BATCH), 100, 10, 600_000));
            // Then
            assertThat(settling.holds()).as("holds read to settle").isBetween((long) BATCH, 2L * BATCH);
            assertThat(settling.accounts()).as("accounts read to settle").isBetween((long) BATCH, 3L * BATCH);
            assertThat(reserving.holds()).as("holds read to reserve").isLessThanOrEqualTo(BATCH);
            assertThat(reserving.accounts()).as("accounts read to reserve").isBetween((long) BATCH, 3L * BATCH);
        }
    }

    private record Rows(long holds, long accounts) {}

    /** How many rows the call reads, by an index or not. */
    private static Rows read(Books books, String sql, Tuple parameters) {
        var transaction = books.hold();
        long holds = transaction.number(READ.formatted("hold"));
        long accounts = transaction.number(READ.formatted("account"));
        transaction.call(sql, parameters);
        var read = new Rows(
                transaction.number(READ.formatted("hold")) - holds,
                transaction.number(READ.formatted("account")) - accounts);
        transaction.commit();
        return read;
    }

    private static List<UUID> ids(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(PlansIT::id).toList();
    }

    private static UUID id(int number) {
        return new UUID(7L << 12, Long.MIN_VALUE | number);
    }
}
