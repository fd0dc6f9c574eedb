package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.ScopedBooks.Prompt;
import dev.kopeck.harness.testkit.Eventually;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many at once on few customers with credit for certain models. */
class ScopedCreditContentionIT {

    private static final Logger LOG = Logger.getLogger(ScopedCreditContentionIT.class);
    private static final int CLIENTS = 16;
    private static final int CUSTOMERS = 3;
    private static final int FUNDS = 3;
    private static final String[] MODELS = {"a", "b", "c"};

    private static Books books;
    private static ScopedBooks scoped;

    @BeforeAll
    static void open() {
        books = new Books(CLIENTS);
        books.setPrices();
        scoped = new ScopedBooks(books);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @AfterEach
    void booksAreSound() {
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }

    @Test
    void ofTwoPromptsForTheLastCreditOneGetsItAndTheOtherPaysItself() {
        for (long customer = 6001; customer < 6021; customer++) {
            // Given
            books.open(customer, 10);
            scoped.grant(customer, 10, "m");
            // When
            race(customer, 2).forEach(answer -> assertThat(status(answer)).isZero());
            // Then
            assertThat(scoped.funds(customer)).containsExactly(10L, 10L);
            assertThat(scoped.funds(scoped.scope(customer, "m"))).containsExactly(10L, 10L);
        }
    }

    @Test
    void racingPromptsTakeWhatCreditAndBalanceHaveAndNotOneMore() {
        // Given
        books.open(6030, 10 * 20 - 1);
        scoped.grant(6030, 10 * 30 - 1, "m");
        // When
        var statuses =
                race(6030, 64).stream().map(ScopedCreditContentionIT::status).toList();
        // Then
        assertThat(Collections.frequency(statuses, 0)).isEqualTo(19 + 29);
        assertThat(Collections.frequency(statuses, FUNDS)).isEqualTo(64 - 19 - 29);
    }

    @Test
    void samePromptOnManyConsumersAtOnceIsHeldOnce() {
        // Given
        books.open(6031, 1000);
        scoped.grant(6031, 100, "m");
        var prompts =
                IntStream.range(0, 20).mapToObj(i -> Prompt.of(6031, 10, "m")).toArray(Prompt[]::new);
        // When
        var racing = IntStream.range(0, CLIENTS)
                .mapToObj(i -> scoped.startReserve(60_000, prompts))
                .toList();
        // Then
        racing.forEach(answers -> assertThat(Books.result(answers))
                .allSatisfy(answer -> assertThat(status(answer)).isIn(0, 1)));
        assertThat(scoped.funds(6031)).containsExactly(1000L, 100L);
        assertThat(scoped.funds(scoped.scope(6031, "m"))).containsExactly(100L, 100L);
    }

    @Test
    void firstGrantsAtOnceOpenOneAccount() {
        // Given
        books.open(6032, 0);
        // When
        var racing = IntStream.range(0, CLIENTS)
                .mapToObj(i -> scoped.startGrant(UUID.randomUUID(), 6032, 5, "b", "a"))
                .toList();
        // Then
        racing.forEach(
                answer -> assertThat(status(Books.result(answer).getFirst())).isZero());
        assertThat(books.number("SELECT count(*) FROM scoped_credit WHERE owner = 6032"))
                .isEqualTo(1);
        assertThat(scoped.funds(scoped.scope(6032, "a", "b"))).containsExactly(5L * CLIENTS, 0L);
    }

    /** The customer's lock covers its keys, which two who change them at once would lock in any order. */
    @Test
    void sweepWaitsForTheCustomerWhoseCreditItGivesBack() {
        // Given
        books.open(6033, 0);
        scoped.grant(6033, 10, "m");
        Books.result(scoped.startReserve(-1000, Prompt.of(6033, 10, "m")));
        var busy = books.hold();
        busy.call("SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE", Tuple.of(6033L));
        // When
        var sweep = books.start(Books.EXPIRE, Tuple.of(1000));
        Eventually.eventually(() -> assertThat(books.number("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()"
                        + " AND query LIKE '%expire_holds%'"))
                .as("sweeps that wait for the customer")
                .isPositive());
        busy.commit();
        // Then
        assertThat(Books.result(sweep)).hasSize(1);
        assertThat(scoped.funds(scoped.scope(6033, "m"))).containsExactly(10L, 0L);
    }

    @Test
    void mixedLoadNeitherDeadlocksNorLosesAnUpdate() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Mixed load of scoped credit seed=%d", seed);
        var keys = IntStream.range(0, CUSTOMERS)
                .mapToObj(customer -> {
                    books.open(6100L + customer, 500);
                    scoped.grant(6100L + customer, 100, "a");
                    scoped.grant(6100L + customer, 100, "a", "b");
                    return List.of(scoped.key(6100L + customer, null), scoped.key(6100L + customer, null));
                })
                .toList();
        // When
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(() -> mixed(new Random(seed + client), keys)))
                .toList();
        // Then
        clients.forEach(Books::result);
        books.call("SELECT * FROM expire_holds(100000)");
        for (var row : books.call("SELECT k.held, k.spent, (SELECT coalesce(sum(h.amount), 0)::bigint FROM hold h"
                + " WHERE h.key_id = k.id) AS holds, (SELECT coalesce(sum(l.amount), 0)::bigint FROM ledger l"
                + " WHERE l.key_id = k.id) AS charged FROM api_key k")) {
            assertThat(row.getLong("held")).isEqualTo(row.getLong("holds"));
            assertThat(row.getLong("spent")).isEqualTo(row.getLong("charged"));
        }
    }

    private static void mixed(Random random, List<List<UUID>> keys) {
        for (int i = 0; i < 50; i++) {
            var prompts = random.ints(6, 0, 300)
                    .distinct()
                    .mapToObj(number -> shared(number, keys))
                    .toArray(Prompt[]::new);
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> Books.result(scoped.startReserve(random.nextInt(4) == 0 ? -1000 : 60_000, prompts));
                case 3 -> settle(prompts, random.nextInt(40));
                case 4 -> Books.result(books.start(Books.EXPIRE, Tuple.of(20)));
                default -> {
                    long customer = 6100L + random.nextInt(CUSTOMERS);
                    var lot = UUID.randomUUID();
                    Books.result(scoped.startGrant(lot, customer, 20, "a"));
                    if (random.nextBoolean()) {
                        Books.result(books.start(MoneyBooks.VOID, Tuple.of(lot, customer, UUID.randomUUID(), 1000)));
                    }
                }
            }
        }
    }

    /** A batch of several customers, as the topic brings it. */
    private static void settle(Prompt[] prompts, long amount) {
        int size = prompts.length;
        Books.result(books.start(
                Books.SETTLE,
                Tuple.tuple()
                        .addArrayOfUUID(IntStream.range(0, size)
                                .mapToObj(i -> prompts[i].id())
                                .toArray(UUID[]::new))
                        .addArrayOfLong(IntStream.range(0, size)
                                .mapToObj(i -> prompts[i].account())
                                .toArray(Long[]::new))
                        .addArrayOfShort(Collections.nCopies(size, (short) 1).toArray(Short[]::new))
                        .addArrayOfLong(Collections.nCopies(size, amount).toArray(Long[]::new))
                        .addArrayOfInteger(Collections.nCopies(size, 1).toArray(Integer[]::new))
                        .addArrayOfUUID(IntStream.range(0, size)
                                .mapToObj(i -> new UUID(
                                        prompts[i].id().getMostSignificantBits(),
                                        prompts[i].id().getLeastSignificantBits() ^ 0xFF))
                                .toArray(UUID[]::new))
                        .addArrayOfInteger(Collections.nCopies(5 * size, 1).toArray(Integer[]::new))
                        .addArrayOfBoolean(Collections.nCopies(size, false).toArray(Boolean[]::new))));
    }

    /** Each id belongs to one customer, model and key, as each prompt does. */
    private static Prompt shared(int number, List<List<UUID>> keys) {
        var id = new UUID(7L << 12 | number, Long.MIN_VALUE | 0x600);
        int customer = number % CUSTOMERS;
        var key = keys.get(customer).get(number / CUSTOMERS % 2);
        return new Prompt(id, 6100L + customer, 15, 1 + number % 15, MODELS[number / 7 % MODELS.length], key);
    }

    private static List<Row> race(long customer, int prompts) {
        return IntStream.range(0, prompts)
                .mapToObj(i -> scoped.startReserve(60_000, Prompt.of(customer, 10, "m")))
                .toList()
                .stream()
                .map(Books::result)
                .map(List::getFirst)
                .toList();
    }

    private static int status(Row row) {
        return row.getShort("o_status");
    }
}
