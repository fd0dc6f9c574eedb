package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many at once on few accounts: no deadlock, no overdraw, one outcome for each prompt. */
class BooksContentionIT {

    private static final Logger LOG = Logger.getLogger(BooksContentionIT.class);
    private static final int CLIENTS = 16;

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(CLIENTS);
        books.setPrices();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void scenario09_racingReservationsTakeWhatIsThereAndNotOneMore() {
        // Given
        long each = 1000;
        books.open(3001, 64 * each - 1);
        // When
        var racing = IntStream.range(0, 64)
                .mapToObj(i -> reserve(List.of(UUID.randomUUID()), List.of(3001L), each, each, 60_000))
                .toList();
        // Then
        var statuses = racing.stream()
                .map(Books::result)
                .map(rows -> rows.getFirst().getShort("o_status").intValue())
                .toList();
        assertThat(Collections.frequency(statuses, 0)).isEqualTo(63);
        assertThat(Collections.frequency(statuses, 3)).isEqualTo(1);
        assertSound();
    }

    @Test
    void scenario02_samePromptOnManyConsumersAtOnceIsHeldOnce() {
        // Given
        books.open(3002, 1_000_000);
        var ids = IntStream.range(0, 50).mapToObj(i -> UUID.randomUUID()).toList();
        var accounts = Collections.nCopies(ids.size(), 3002L);
        // When
        var racing = IntStream.range(0, CLIENTS)
                .mapToObj(i -> reserve(ids, accounts, 10, 10, 60_000))
                .toList();
        // Then
        racing.forEach(answers -> assertThat(Books.result(answers))
                .allSatisfy(
                        row -> assertThat(row.getShort("o_status").intValue()).isIn(0, 1)));
        assertThat(books.number("SELECT held FROM account WHERE id = 3002")).isEqualTo(500);
        assertSound();
    }

    @Test
    void scenario20_onePoorAccountInABatchOfRichOnesIsRefusedAlone() {
        // Given
        LongStream.range(3200, 3299).forEach(account -> books.open(account, 1000));
        books.open(3299, 9);
        var accounts = LongStream.range(3200, 3300).boxed().toList();
        var ids = accounts.stream().map(account -> UUID.randomUUID()).toList();
        // When
        var answers = Books.result(reserve(ids, accounts, 10, 10, 60_000));
        // Then
        answers.forEach(row -> assertThat(row.getShort("o_status").intValue())
                .as("prompt %d", row.getInteger("o_ord"))
                .isEqualTo(row.getInteger("o_ord") == 100 ? 3 : 0));
        assertThat(answers).hasSize(100);
        assertSound();
    }

    @Test
    void scenario04_settlementsReleasesAndExpiryRaceForOneOutcomeEach() {
        // Given
        books.open(3003, 1_000_000);
        var ids = IntStream.range(0, 400).mapToObj(i -> UUID.randomUUID()).toList();
        Books.result(reserve(ids, Collections.nCopies(ids.size(), 3003L), 100, 100, -1000));
        // When
        var racing = new ArrayList<CompletableFuture<List<Row>>>();
        for (int from = 0; from < ids.size(); from += 50) {
            var part = ids.subList(from, from + 50);
            var reversed = new ArrayList<>(part);
            Collections.reverse(reversed);
            racing.add(settle(part, 3003, 1, 60));
            racing.add(books.start(Books.EXPIRE, Tuple.of(40)));
            racing.add(settle(reversed, 3003, 2, 0));
            racing.add(settle(part, 3003, 1, 60));
        }
        racing.forEach(Books::result);
        // Then
        assertThat(books.number("SELECT count(*) FROM ledger WHERE customer_account = 3003 AND kind IN (1, 2, 3)"))
                .isEqualTo(400);
        assertThat(books.number("SELECT count(*) FROM hold WHERE account_id = 3003"))
                .isZero();
        assertSound();
    }

    @Test
    void mixedLoadOnFewAccountsNeitherDeadlocksNorLosesAnUpdate() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Mixed load seed=%d", seed);
        LongStream.range(3100, 3105).forEach(account -> books.open(account, 500));
        // When
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(() -> mixed(new Random(seed + client))))
                .toList();
        // Then
        clients.forEach(Books::result);
        assertSound();
    }

    @Test
    void payersMetByManyAtOnceGetOneAccountAndOneGrantEach() {
        // Given
        var payers = new ArrayList<>(
                IntStream.range(1, 60).mapToObj(i -> "telegram:" + i).toList());
        payers.add("account:987654");
        // When
        var racing = IntStream.range(0, CLIENTS)
                .mapToObj(i -> {
                    var shuffled = new ArrayList<>(payers);
                    Collections.shuffle(shuffled, new Random(i));
                    return books.start(
                            Books.REGISTER,
                            Tuple.tuple()
                                    .addArrayOfString(shuffled.toArray(String[]::new))
                                    .addArrayOfUUID(shuffled.stream()
                                            .map(payer -> UUID.randomUUID())
                                            .toArray(UUID[]::new))
                                    .addLong(1000L));
                })
                .toList();
        // Then
        var rows = racing.stream().map(Books::result).toList();
        assertThat(rows).allSatisfy(answer -> assertThat(answer).hasSize(59));
        assertThat(rows.stream().flatMap(List::stream).filter(row -> row.getBoolean("o_registered")))
                .hasSize(59);
        assertThat(books.number("SELECT count(*) FROM ledger WHERE kind = 7")).isEqualTo(59);
        assertThat(books.number("SELECT count(*) FROM account_payer")).isEqualTo(59);
        assertSound();
    }

    @Test
    void scenario21_sweepIsBoundedAndLeavesNothingInTheEnd() {
        // Given
        books.open(3004, 1_000_000);
        var ids = IntStream.range(0, 25).mapToObj(i -> UUID.randomUUID()).toList();
        Books.result(reserve(ids, Collections.nCopies(ids.size(), 3004L), 10, 10, -1000));
        // When
        var ended = IntStream.range(0, 4)
                .map(i -> books.call(Books.EXPIRE, Tuple.of(10)).size())
                .boxed()
                .toList();
        // Then
        assertThat(ended).containsExactly(10, 10, 5, 0);
        assertThat(books.number("SELECT held FROM account WHERE id = 3004")).isZero();
        assertSound();
    }

    @Test
    void databaseItselfRefusesAnOverdraw() {
        books.open(3005, 10);
        assertThat(books.start("UPDATE account SET held = 11 WHERE id = 3005", Tuple.tuple()))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("account_not_overdrawn");
    }

    private static void mixed(Random random) {
        for (int i = 0; i < 60; i++) {
            var ids = random.ints(8, 0, 300)
                    .distinct()
                    .mapToObj(BooksContentionIT::sharedId)
                    .toList();
            switch (random.nextInt(4)) {
                case 0, 1 ->
                    Books.result(reserve(
                            ids,
                            ids.stream().map(BooksContentionIT::accountOf).toList(),
                            30,
                            1 + random.nextInt(30),
                            random.nextInt(4) == 0 ? -1000 : 60_000));
                case 2 ->
                    ids.forEach(id -> Books.result(
                            settle(List.of(id), accountOf(id), 1 + random.nextInt(2), random.nextInt(40))));
                default -> {
                    Books.result(books.start(Books.EXPIRE, Tuple.of(20)));
                    Books.result(books.start(
                            Books.POST, Books.posting(UUID.randomUUID(), 4, 3100 + random.nextInt(5), 25, 2)));
                }
            }
        }
    }

    /** Each id belongs to one account, as each prompt has one payer. */
    private static UUID sharedId(int number) {
        return new UUID(7L << 12 | number, Long.MIN_VALUE | 0xA0);
    }

    private static long accountOf(UUID id) {
        return 3100 + (id.getMostSignificantBits() & 0xFFF) % 5;
    }

    private static CompletableFuture<List<Row>> reserve(
            List<UUID> ids, List<Long> accounts, long amount, long floor, long ttlMs) {
        return Calls.reserve(books, ids, accounts, amount, floor, ttlMs);
    }

    private static CompletableFuture<List<Row>> settle(List<UUID> ids, long account, int kind, long amount) {
        return Calls.settle(books, ids, account, kind, amount);
    }

    private static void assertSound() {
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }
}
