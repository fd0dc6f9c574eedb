package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.identity.PromptId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Months of the ledger: there before they begin, found again where they were not, and taken out when they are old. */
class LedgerPartitionsIT {

    private static final Random RANDOM = new Random(7);
    private static final int CASH = 2;

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(12);
        books.setPrices();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void everyMonthAheadHasItsPartitionWithItsIndexesAndItsTriggers() {
        // When
        ensure(3);
        var again = ensure(3);
        // Then
        assertThat(again.getInteger("o_created")).isZero();
        assertThat(again.getInteger("o_missing")).isZero();
        assertThat(books.call("SELECT p.name, (SELECT count(*) FROM pg_index i WHERE i.indrelid = p.name::regclass),"
                        + " (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = p.name::regclass)"
                        + " FROM ledger_partitions p"))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(row -> {
                    assertThat(row.getLong(1))
                            .as("key, statement, transactions, references, times, estimates: " + row.getString(0))
                            .isEqualTo(6);
                    assertThat(row.getLong(2))
                            .as("refuses changes: " + row.getString(0))
                            .isEqualTo(2);
                });
    }

    @Test
    void everyPartitionRefusesChangesOfTheOwnerToo() {
        ensure(3);
        for (var row : books.call("SELECT name FROM ledger_partitions")) {
            assertThatThrownBy(() -> books.call("TRUNCATE " + row.getString(0))).hasMessageContaining("append-only");
        }
    }

    @Test
    void scenario27_entriesOfAMonthWithoutPartitionWaitInTheDefaultOneAndMoveAlong() {
        try (var own = new Books(2)) {
            // Given
            own.open(5001, 0);
            own.call(PostgresLedgerUpkeep.ENSURE, Tuple.of(3));
            var month = Instant.now().atOffset(ZoneOffset.UTC).plusMonths(6).toInstant();
            var ids = IntStream.range(0, 50).mapToObj(i -> id(month)).toList();
            // When
            ids.forEach(id -> assertThat(status(own, id, 5001)).isZero());
            var before = own.call(PostgresLedgerUpkeep.ENSURE, Tuple.of(3)).getFirst();
            var after = own.call(PostgresLedgerUpkeep.ENSURE, Tuple.of(7)).getFirst();
            // Then
            assertThat(before.getLong("o_strays")).isEqualTo(50);
            assertThat(after.getLong("o_strays")).isZero();
            assertThat(after.getInteger("o_missing")).isZero();
            assertThat(own.call("SELECT DISTINCT tableoid::regclass::text FROM ledger WHERE customer_account = 5001"))
                    .hasSize(1)
                    .allSatisfy(row -> assertThat(row.getString(0)).startsWith("ledger_20"));
            assertThat(ids).allSatisfy(id -> assertThat(status(own, id, 5001)).isEqualTo(1));
            assertThat(own.number(
                            "SELECT count(*) FROM pg_trigger WHERE tgname = 'ledger_append_only' AND tgenabled <> 'O'"))
                    .as("partitions left without their guard")
                    .isZero();
        }
    }

    @Test
    void scenario27_moreStraysThanMayBeMovedAtOnceStayWhereTheyAre() {
        try (var own = new Books(2)) {
            // Given
            own.open(5002, 0);
            var month = Instant.now().atOffset(ZoneOffset.UTC).plusMonths(2).toInstant();
            IntStream.range(0, 5)
                    .forEach(i -> assertThat(status(own, id(month), 5002)).isZero());
            // When
            var refused =
                    own.call("SELECT * FROM ensure_ledger_partitions(3, 4)").getFirst();
            var moved = own.call("SELECT * FROM ensure_ledger_partitions(3, 5)").getFirst();
            // Then
            assertThat(refused.getInteger("o_missing")).isEqualTo(1);
            assertThat(refused.getInteger("o_created")).isEqualTo(2);
            assertThat(moved.getInteger("o_missing")).isZero();
            assertThat(moved.getInteger("o_created")).isEqualTo(1);
        }
    }

    @Test
    void scenario27_partitionsAreMadeUnderLoadAndByManyAtOnce() {
        // Given
        IntStream.range(5010, 5014).forEach(account -> books.open(account, 0));
        // When
        var writers = IntStream.range(0, 400)
                .mapToObj(i -> books.start(Books.POST, Books.posting(id(Instant.now()), 4, 5010 + i % 4, 1, CASH)))
                .toList();
        var makers = IntStream.range(0, 6)
                .mapToObj(i -> books.start("SELECT * FROM ensure_ledger_partitions(14)", Tuple.tuple()))
                .toList();
        // Then
        writers.forEach(answer ->
                assertThat(Books.result(answer).getFirst().getShort("o_status")).isZero());
        makers.forEach(Books::result);
        assertThat(ensure(14).getInteger("o_missing")).isZero();
        assertThat(books.number("SELECT posted FROM account WHERE id = 5010")).isEqualTo(100);
        assertSound();
    }

    @Test
    void longReaderMakesPartitionsWaitAndNobodyElse() throws SQLException {
        // Given
        books.open(5020, 0);
        try (var reader = books.connect();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM ledger");
            // When
            var makers = CompletableFuture.supplyAsync(() -> ensure(16));
            var status = status(id(Instant.now()), 5020);
            // Then
            assertThat(status).isZero();
            assertThat(Books.result(makers).getInteger("o_missing")).isPositive();
            reader.rollback();
        }
        assertThat(ensure(16).getInteger("o_missing")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-7000-8000-0000000000",
                "ffffffff-ffff-7fff-bfff-ffffffffff",
                "0f000000-0000-7000-8000-0000000000",
                "6ba7b810-9dad-41d1-80b4-00c04fd430"
            })
    void idsOfAbsurdTimesAreBookedOnceAndFoundLikeAllOthers(String prefix) {
        // Given
        long account = 5030;
        books.call("INSERT INTO account (id) VALUES (5030) ON CONFLICT DO NOTHING");
        var id = UUID.fromString(prefix + "%02x".formatted(RANDOM.nextInt(256)));
        // When
        int first = status(id, account);
        int second = status(id, account);
        // Then
        assertThat(first).isZero();
        assertThat(second).isEqualTo(1);
        assertThat(books.number("SELECT count(*) FROM export_ledger(0, '00000000-0000-0000-0000-000000000000', 10000)"
                        + " WHERE id = '" + id + "'"))
                .isEqualTo(1);
        assertSound();
    }

    @Test
    void archivedMonthLeavesTheBooksWithItsSumsAndComesBack() {
        try (var own = new Books(4)) {
            // Given
            own.setPrices();
            own.open(6001, 0);
            own.call("SELECT * FROM ensure_ledger_partitions(3)");
            var old = Instant.parse("2020-02-03T04:05:06Z");
            var next = Instant.now().atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
            own.call(Books.POST, Books.posting(id(old), 4, 6001, 70, CASH));
            own.call(Books.POST, Books.posting(id(old), 6, 6001, -20, 4));
            own.call(Books.POST, Books.posting(id(next), 4, 6001, 5, CASH));
            var name = own.call("SELECT name FROM ledger_partitions WHERE from_id IS NULL AND NOT is_default")
                    .getFirst()
                    .getString(0);
            var archive = "SELECT archive_ledger_partition('" + name + "', interval '-40 days')";
            assertThatThrownBy(() -> own.call("SELECT archive_ledger_partition('" + name + "')"))
                    .hasMessageContaining("ends less than");
            assertThatThrownBy(() -> own.call(archive)).hasMessageContaining("not in the rollup yet");
            rollAll(own);
            own.call("INSERT INTO hold (id, account_id, amount, price_version, fingerprint, expires_at, channel, payer)"
                    + " VALUES ('" + id(old) + "', 6001, 0, 1, 1, now(), 1, 'telegram:1')");
            assertThatThrownBy(() -> own.call(archive)).hasMessageContaining("holds of the time");
            own.call("DELETE FROM hold");
            var balances = own.call("SELECT sum(balance), count(*) FROM trial_balance")
                    .getFirst()
                    .getBigDecimal(0);
            // When
            own.call(archive);
            // Then
            assertThat(own.number("SELECT count(*) FROM ledger WHERE customer_account = 6001"))
                    .isEqualTo(1);
            assertThat(own.call("SELECT sum(balance) FROM trial_balance")
                            .getFirst()
                            .getBigDecimal(0))
                    .isEqualByComparingTo(balances);
            assertThat(own.call(
                                    "SELECT entries, credits::bigint, debits::bigint FROM ledger_opening WHERE account_id = 6001")
                            .getFirst()
                            .toJson()
                            .encode())
                    .isEqualTo("{\"entries\":2,\"credits\":70,\"debits\":20}");
            assertThat(opening(own, 6001)).as("balance before what is left").isEqualTo(50);
            assertThatThrownBy(() -> own.call("UPDATE " + name + " SET amount = 1"))
                    .hasMessageContaining("append-only");
            own.call("SELECT restore_ledger_partition('" + name + "')");
            assertThat(own.number("SELECT count(*) FROM ledger WHERE customer_account = 6001"))
                    .isEqualTo(3);
            assertThat(own.number("SELECT sum(entries)::bigint FROM ledger_opening"))
                    .isZero();
            assertThat(opening(own, 6001)).isZero();
        }
    }

    private static long opening(Books own, long account) {
        var row = own.call("SELECT seq, posted FROM account WHERE id = " + account)
                .getFirst();
        return own.call(
                        StatementBounds.BOUNDS,
                        Tuple.tuple()
                                .addLong(account)
                                .addLong(row.getLong("seq"))
                                .addLong(row.getLong("posted"))
                                .addOffsetDateTime(Instant.EPOCH.atOffset(ZoneOffset.UTC))
                                .addOffsetDateTime(Instant.EPOCH.atOffset(ZoneOffset.UTC)))
                .getFirst()
                .getLong("opening");
    }

    private static void rollAll(Books own) {
        while (own.call("SELECT o_more FROM roll_usage(1000)").getFirst().getBoolean(0)) {
            assertThat(own).isNotNull();
        }
    }

    private static Row ensure(int monthsAhead) {
        return books.call(PostgresLedgerUpkeep.ENSURE, Tuple.of(monthsAhead)).getFirst();
    }

    private static int status(UUID id, long account) {
        return status(books, id, account);
    }

    private static int status(Books own, UUID id, long account) {
        return own.call(Books.POST, Books.posting(id, 4, account, 1, CASH))
                .getFirst()
                .getShort("o_status");
    }

    private static UUID id(Instant time) {
        return PromptId.mint(time, RANDOM).value();
    }

    private static void assertSound() {
        assertThat(List.copyOf(books.violations().entrySet()))
                .allSatisfy(
                        rule -> assertThat(rule.getValue()).as(rule.getKey()).isZero());
    }
}
