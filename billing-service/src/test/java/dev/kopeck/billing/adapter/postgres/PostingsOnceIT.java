package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.Eventually;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A reference, a payment, a code: booked once, however many book it at once. */
class PostingsOnceIT {

    private static final int CLIENTS = 16;

    /** Commits a while after the work is done: the moment that a race needs. */
    private static final String SLOWLY = "SELECT slow.*, pg_sleep(0.3) FROM (%s) slow";

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
    void scenario26_instanceOfTheVersionBeforeGoesOnToppingUpWhileAnUpgradeRolls() {
        // Given
        money.open(6012);
        MoneyBooks.requireStatus(
                0, books.call(MoneyBooks.POST, MoneyBooks.posting(money.newId(), 4, 6012, 10, "test")));
        // When: it knows neither unique references nor closed accounts
        var sameReference = books.call(Books.POST, Books.posting(money.newId(), 4, 6012, 20, 2));
        books.call("UPDATE account SET closed = true WHERE id = 6012");
        var closed = books.call(Books.POST, Books.posting(money.newId(), 4, 6012, 20, 2));
        // Then
        MoneyBooks.requireStatus(0, sameReference);
        MoneyBooks.requireStatus(4, closed);
        assertThat(posted(6012)).isEqualTo(30);
    }

    @Test
    void oneReferenceForTwoAccountsAtOnceIsBookedOnce() {
        // Given
        money.open(6006, 6007);
        // When
        var answers = answers(
                32,
                i -> books.start(MoneyBooks.POST, MoneyBooks.posting(money.newId(), 4, 6006 + i % 2, 50, "invoice 1")));
        // Then
        var statuses = answers.stream().map(PostingsOnceIT::status).toList();
        assertThat(Collections.frequency(statuses, 0)).isOne();
        assertThat(Collections.frequency(statuses, 1)).isEqualTo(15);
        assertThat(Collections.frequency(statuses, 10)).isEqualTo(16);
        assertThat(answers.stream().map(row -> row.getUUID("o_id")).distinct()).hasSize(1);
        assertThat(posted(6006) + posted(6007)).isEqualTo(50);
    }

    @Test
    void referenceOfARefusedTopUpIsFree() {
        // Given
        money.open(6008);
        books.call("UPDATE account SET closed = true WHERE id = 6008");
        assertThat(status(books.call(MoneyBooks.POST, MoneyBooks.posting(money.newId(), 4, 6008, 50, "invoice 2"))
                        .getFirst()))
                .isEqualTo(6);
        // When
        books.call("UPDATE account SET closed = false WHERE id = 6008");
        var answer = books.call(MoneyBooks.POST, MoneyBooks.posting(money.newId(), 4, 6008, 50, "invoice 2"));
        // Then
        MoneyBooks.requireStatus(0, answer);
    }

    @Test
    void onePaymentReadByManyConsumersAtOnceIsCreditedOnce() {
        // Given
        money.open(6009, 6010);
        // When
        var racing = IntStream.range(0, CLIENTS)
                .mapToObj(i -> pay("one", i % 4 == 0 ? 6010 : 6009))
                .toList();
        var rows = racing.stream().map(PostingsOnceIT::rowUnlessItLostTheRace).toList();
        // Then: whoever lost the race over the key is answered when it asks again
        var again = IntStream.range(0, CLIENTS)
                .mapToObj(i -> status(
                        Books.result(pay("one", i % 4 == 0 ? 6010 : 6009)).getFirst()))
                .toList();
        assertThat(rows.stream().filter(row -> row != null && status(row) == 0)).hasSize(1);
        assertThat(again).allSatisfy(status -> assertThat(status).isIn(1, 9));
        assertThat(posted(6009) + posted(6010)).isEqualTo(70);
        assertThat(books.number("SELECT count(*) FROM payment WHERE payment_id = 'one'"))
                .isOne();
        assertSound();
    }

    @Test
    void paymentThatIsBeingCreditedIsWaitedForAndIsNoFailure() {
        // Given
        money.open(6013);
        var first = books.start(SLOWLY.formatted(MoneyBooks.CREDIT), payment("slow", 6013));
        awaitOneThatIsSlow();
        // When
        var second = Books.result(pay("slow", 6013)).getFirst();
        // Then
        assertThat(status(Books.result(first).getFirst())).isZero();
        assertThat(status(second)).isOne();
    }

    @Test
    void codeThatIsBeingRedeemedIsWaitedForAndIsNotCreditedAgain() {
        // Given
        money.open(6014, 6015);
        money.codes(money.newId(), 9, "slow code");
        var first = books.start(
                SLOWLY.formatted(MoneyBooks.REDEEM), MoneyBooks.redemption("slow code", money.newId(), 6014));
        awaitOneThatIsSlow();
        // When
        var second = Books.result(money.startRedeem("slow code", money.newId(), 6015))
                .getFirst();
        // Then
        assertThat(status(Books.result(first).getFirst())).isZero();
        assertThat(status(second)).isEqualTo(20);
        assertThat(posted(6014) + posted(6015)).isEqualTo(9);
    }

    @Test
    void codeIsVoidFromTheMomentThatItsBatchIs() {
        // Given
        money.open(6016);
        var batch = money.newId();
        money.codes(batch, 9, "voided code");
        var voiding = books.start(
                "UPDATE code_batch SET voided_at = clock_timestamp() WHERE id = $1 RETURNING pg_sleep(0.3)",
                Tuple.of(batch));
        awaitOneThatIsSlow();
        // When
        var redeemed = Books.result(money.startRedeem("voided code", money.newId(), 6016))
                .getFirst();
        // Then
        Books.result(voiding);
        assertThat(status(redeemed)).isEqualTo(22);
        assertThat(posted(6016)).isZero();
    }

    @Test
    void oneCodeIsRedeemedOnceHoweverManyTryAtOnce() {
        // Given
        for (int i = 0; i < 8; i++) {
            money.open(6020 + i);
        }
        money.codes(money.newId(), 9, "the code");
        // When
        var statuses = statuses(64, i -> money.startRedeem("the code", money.newId(), 6020 + i % 8));
        // Then
        assertThat(Collections.frequency(statuses, 0)).isOne();
        assertThat(Collections.frequency(statuses, 20)).isEqualTo(63);
        assertThat(books.number("SELECT sum(posted)::bigint FROM account WHERE id BETWEEN 6020 AND 6027"))
                .isEqualTo(9);
        assertSound();
    }

    /** Until one transaction has done its work and waits before it commits. */
    private static void awaitOneThatIsSlow() {
        Eventually.eventually(() -> assertThat(books.number("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event = 'PgSleep'"))
                .isOne());
    }

    private static CompletableFuture<List<Row>> pay(String paymentId, long account) {
        return books.start(MoneyBooks.CREDIT, payment(paymentId, account));
    }

    private static Tuple payment(String paymentId, long account) {
        return Tuple.tuple()
                .addArrayOfString(new String[] {"stars"})
                .addArrayOfString(new String[] {paymentId})
                .addArrayOfUUID(new UUID[] {money.newId()})
                .addArrayOfLong(new Long[] {account})
                .addArrayOfString(new String[] {"account:" + account})
                .addArrayOfString(new String[] {"starter"})
                .addArrayOfLong(new Long[] {70L})
                .addArrayOfString(new String[] {"USD"});
    }

    private static @Nullable Row rowUnlessItLostTheRace(CompletableFuture<List<Row>> answer) {
        try {
            return Books.result(answer).getFirst();
        } catch (CompletionException e) {
            assertThat(e).hasMessageContaining("payment_pkey");
            return null;
        }
    }

    private static List<Integer> statuses(int times, IntFunction<CompletableFuture<List<Row>>> call) {
        return answers(times, call).stream().map(PostingsOnceIT::status).toList();
    }

    private static List<Row> answers(int times, IntFunction<CompletableFuture<List<Row>>> call) {
        var racing = IntStream.range(0, times).mapToObj(call).toList();
        return racing.stream().map(Books::result).map(List::getFirst).toList();
    }

    private static int status(Row row) {
        return row.getShort("o_status");
    }

    private static long posted(long account) {
        return books.number("SELECT posted FROM account WHERE id = " + account);
    }

    private static void assertSound() {
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }
}
