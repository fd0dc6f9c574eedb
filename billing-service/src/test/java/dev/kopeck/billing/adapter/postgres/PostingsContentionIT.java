package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Money in and money back by many at once: booked once each, never too much, never lost, no deadlock. */
class PostingsContentionIT {

    private static final Logger LOG = Logger.getLogger(PostingsContentionIT.class);
    private static final int CLIENTS = 16;

    private static Books books;
    private static MoneyBooks money;

    @BeforeAll
    static void open() {
        books = new Books(CLIENTS);
        books.setPrices();
        money = new MoneyBooks(books);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void scenario10_topUpsRefundsReservationsAndSettlementsOnOneAccount() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Mixed postings seed=%d", seed);
        money.open(6001);
        money.topUp(6001, 500);
        // When
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(() -> mixed(new Random(seed + client), 6001)))
                .toList();
        clients.forEach(Books::result);
        // Then
        assertSound();
        assertThat(books.number("SELECT count(*) FROM (SELECT l.ref FROM ledger l JOIN ledger o ON o.id = l.ref"
                        + " WHERE l.kind = 5 GROUP BY l.ref, o.amount HAVING sum(l.amount) > o.amount) x"))
                .as("rows of which more was given back than they are")
                .isZero();
        money.walk(6001, 1000);
        assertThat(books.number("SELECT count(*) FROM account a WHERE id = 6001 AND posted <"
                        + " (SELECT coalesce(sum(rest), 0) FROM grant_lot WHERE account_id = a.id)"))
                .as("more promotional credit than there is money")
                .isZero();
    }

    @Test
    void scenario23_partialRefundsInParallelNeverExceedTheCharge() {
        // Given
        money.open(6002);
        money.topUp(6002, 1000);
        var charge = money.charge(6002, 100);
        // When
        var statuses = statuses(
                64, i -> books.start(MoneyBooks.REFUND, MoneyBooks.refund(money.newId(), 6002, charge, 3L, false)));
        // Then
        assertThat(Collections.frequency(statuses, 0)).isEqualTo(33);
        assertThat(Collections.frequency(statuses, 8)).isEqualTo(31);
        assertThat(posted(6002)).isEqualTo(999);
        assertThat(money.refund(6002, charge, null, false).getLong("o_amount")).isOne();
        assertSound();
    }

    @Test
    void scenario23_partialRefundsInParallelNeverExceedTheTopUp() {
        // Given
        money.open(6003);
        var topUp = money.topUp(6003, 100);
        money.topUp(6003, 100);
        // When
        var statuses = statuses(
                64, i -> books.start(MoneyBooks.REFUND, MoneyBooks.refund(money.newId(), 6003, topUp, 3L, true)));
        // Then
        assertThat(Collections.frequency(statuses, 0)).isEqualTo(33);
        assertThat(posted(6003)).isEqualTo(101);
        assertSound();
    }

    @Test
    void scenario23_refundWithOneIdByManyAtOnceIsOneRefund() {
        // Given
        money.open(6004);
        money.topUp(6004, 100);
        var charge = money.charge(6004, 100);
        var id = money.newId();
        // When
        var statuses =
                statuses(CLIENTS, i -> books.start(MoneyBooks.REFUND, MoneyBooks.refund(id, 6004, charge, 40L, false)));
        // Then
        assertThat(Collections.frequency(statuses, 0)).isOne();
        assertThat(Collections.frequency(statuses, 1)).isEqualTo(CLIENTS - 1);
        assertThat(posted(6004)).isEqualTo(40);
    }

    @Test
    void newApi6795_refundLowersRevenueByWhatItGivesBackAndNoTotalDrifts() {
        // Given
        money.open(6011);
        money.topUp(6011, 100);
        long before = revenue();
        var charge = money.charge(6011, 60);
        // When
        money.refund(6011, charge, 25L, false);
        // Then
        assertThat(revenue() - before).isEqualTo(35);
        assertThat(posted(6011)).isEqualTo(65);
        assertSound();
    }

    @Test
    void topUpsAtTheEdgeOfTheRangeAreRefusedAndNotFailed() {
        // Given
        money.open(6005);
        money.topUp(6005, Long.MAX_VALUE - 1500);
        // When
        var statuses =
                statuses(32, i -> books.start(MoneyBooks.POST, MoneyBooks.posting(money.newId(), 4, 6005, 1000, null)));
        // Then
        assertThat(Collections.frequency(statuses, 0)).isOne();
        assertThat(Collections.frequency(statuses, 5)).isEqualTo(31);
        // The other accounts' sum would leave the range together with it.
        MoneyBooks.requireStatus(
                0,
                books.call(MoneyBooks.POST, MoneyBooks.posting(money.newId(), 6, 6005, -(Long.MAX_VALUE - 500), null)));
        assertSound();
    }

    /** Everything that moves money, on one account. */
    private static void mixed(Random random, long account) {
        for (int i = 0; i < 40; i++) {
            switch (random.nextInt(6)) {
                case 0 -> money.topUp(account, 1 + random.nextInt(30));
                case 1 -> holdAndSettle(random, account);
                case 2 -> refundSomething(random, account);
                case 3 -> money.grant(account, 1 + random.nextInt(20), 10, null);
                case 4 -> voidSomething(account);
                default ->
                    Books.result(books.start(
                            MoneyBooks.POST,
                            MoneyBooks.posting(money.newId(), 6, account, -1 - random.nextInt(40), null)));
            }
        }
    }

    private static void holdAndSettle(Random random, long account) {
        var id = money.newId();
        int amount = 1 + random.nextInt(60);
        if (status(Books.result(money.startHold(id, account, amount)).getFirst()) == 0) {
            Books.result(money.startSettle(id, account, random.nextInt(amount + 1)));
        }
    }

    private static void refundSomething(Random random, long account) {
        var rows = books.call(
                "SELECT id, kind FROM ledger WHERE customer_account = $1 AND kind IN (1, 4) ORDER BY customer_seq DESC LIMIT 5",
                Tuple.of(account));
        for (var row : rows) {
            money.refund(account, row.getUUID("id"), 1L + random.nextInt(20), row.getShort("kind") == 4);
        }
    }

    private static void voidSomething(long account) {
        books.call("SELECT id FROM grant_lot WHERE account_id = $1 ORDER BY id DESC LIMIT 1", Tuple.of(account))
                .forEach(row -> money.voidLot(account, row.getUUID("id")));
    }

    private static List<Integer> statuses(int times, IntFunction<CompletableFuture<List<Row>>> call) {
        return answers(times, call).stream().map(PostingsContentionIT::status).toList();
    }

    private static List<Row> answers(int times, IntFunction<CompletableFuture<List<Row>>> call) {
        var racing = IntStream.range(0, times).mapToObj(call).toList();
        return racing.stream().map(Books::result).map(List::getFirst).toList();
    }

    private static int status(Row row) {
        return row.getShort("o_status");
    }

    private static long revenue() {
        return books.number("SELECT balance::bigint FROM trial_balance WHERE id = 1");
    }

    private static long posted(long account) {
        return books.number("SELECT posted FROM account WHERE id = " + account);
    }

    private static void assertSound() {
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }
}
