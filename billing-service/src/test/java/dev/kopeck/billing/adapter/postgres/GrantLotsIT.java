package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which grant a charge burns, and what becomes of the rest. */
class GrantLotsIT {

    private final OffsetDateTime soon = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);
    private final OffsetDateTime later = soon.plusDays(1);

    private static Books books;
    private static MoneyBooks money;

    @BeforeAll
    static void open() {
        books = new Books(2);
        books.setPrices();
        money = new MoneyBooks(books);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void chargesBurnByPriorityThenByExpiryThenByAge() {
        // Given
        money.open(7001);
        money.topUp(7001, 100);
        var never = money.grant(7001, 10, 100, null);
        var second = money.grant(7001, 10, 100, later);
        var first = money.grant(7001, 10, 100, soon);
        var urgent = money.grant(7001, 10, 5, null);
        // When
        money.charge(7001, 25);
        // Then
        assertThat(money.lot(urgent)).containsExactly(0L, 0L);
        assertThat(money.lot(first)).containsExactly(0L, 0L);
        assertThat(money.lot(second)).containsExactly(5L, 0L);
        assertThat(money.lot(never)).containsExactly(10L, 0L);
    }

    @Test
    void scenario24_grantsOfEqualPriorityAndExpiryBurnTheOlderFirst() {
        // Given
        money.open(7002);
        var older = money.grant(7002, 10, 100, soon);
        var younger = money.grant(7002, 10, 100, soon);
        // When
        money.charge(7002, 12);
        // Then
        assertThat(money.lot(older)).containsExactly(0L, 0L);
        assertThat(money.lot(younger)).containsExactly(8L, 0L);
    }

    @Test
    void scenario24_grantThatEndsWhileHeldLosesWhatNoHoldNeedsAndTheRestOnceHoldsEnd() {
        // Given
        money.open(7003);
        var lot = money.grant(7003, 100, 100, soon);
        var hold = money.newId();
        money.hold(hold, 7003, 60);
        money.expire(lot);
        // When
        var atExpiry = breakage(money.endLots(10), lot);
        var whileHeld = breakage(money.endLots(10), lot);
        money.settle(hold, 7003, 20);
        var afterwards = breakage(money.endLots(10), lot);
        var inTheEnd = money.endLots(10);
        // Then
        assertThat(List.of(atExpiry, whileHeld, afterwards)).containsExactly(40L, 0L, 40L);
        assertThat(inTheEnd).isEmpty();
        assertThat(money.lot(lot)).containsExactly(0L, 80L);
        assertThat(posted(7003)).isZero();
        assertSound();
    }

    @Test
    void scenario24_voidAfterPartialBurnTakesBackWhatIsLeft() {
        // Given
        money.open(7004);
        money.topUp(7004, 50);
        var lot = money.grant(7004, 30, 100, null);
        money.charge(7004, 12);
        // When
        var answer = money.voidLot(7004, lot);
        var again = money.voidLot(7004, lot);
        // Then
        assertThat(answer.getLong("o_amount")).isEqualTo(18);
        assertThat((int) again.getShort("o_status")).isOne();
        assertThat(money.lot(lot)).containsExactly(0L, 18L);
        assertThat(posted(7004)).isEqualTo(50);
        assertThat(books.number("SELECT credit_account FROM ledger WHERE kind = 8 AND customer_account = 7004"))
                .as("goes back to promotions, since nobody paid for it")
                .isEqualTo(3);
    }

    @Test
    void chargeAfterTheEndOfAGrantIsPaidByTheRestOfTheBalance() {
        // Given
        money.open(7005);
        money.topUp(7005, 50);
        var lot = money.grant(7005, 30, 100, soon);
        money.expire(lot);
        // When: the job comes late
        money.charge(7005, 20);
        money.endLots(10);
        // Then
        assertThat(money.lot(lot)).containsExactly(0L, 30L);
        assertThat(posted(7005)).isEqualTo(30);
    }

    @Test
    void welcomeGrantAndCodesAreLotsThatNeverEnd() {
        // Given
        var payer = "telegram:70060";
        var account = books.call(
                        Books.REGISTER,
                        Tuple.tuple()
                                .addArrayOfString(new String[] {payer})
                                .addArrayOfUUID(new UUID[] {money.newId()})
                                .addLong(100L))
                .getFirst()
                .getLong("o_account");
        money.codes(money.newId(), 7, "welcome code");
        Books.result(money.startRedeem("welcome code", money.newId(), account));
        // When
        money.charge(account, 101);
        money.walk(account, 1);
        // Then
        var lots = books.call(
                "SELECT rest, expires_at FROM grant_lot WHERE account_id = $1 ORDER BY seq", Tuple.of(account));
        assertThat(lots.stream().map(row -> row.getLong("rest"))).containsExactly(0L, 6L);
        assertThat(lots)
                .allSatisfy(
                        row -> assertThat(row.getOffsetDateTime("expires_at")).isNull());
    }

    @Test
    void grantThatBeginsLaterIsCreditedWhenItsTimeHasCome() {
        // Given
        money.open(7012);
        var lot = scheduled(7012, later);
        var before = posted(7012);
        // When
        begin(lot);
        money.endLots(10);
        // Then
        assertThat(before).isZero();
        assertThat(posted(7012)).isEqualTo(30);
        assertThat(money.lot(lot)).containsExactly(30L, 0L);
        assertThat(books.number("SELECT count(*) FROM ledger WHERE customer_account = 7012 AND kind = 7"))
                .isOne();
    }

    @Test
    void grantThatWasVoidedOrEndedBeforeItBeganIsNeverCredited() {
        // Given
        money.open(7013);
        var voided = scheduled(7013, later);
        var over = scheduled(7013, soon.minusHours(2));
        // When
        money.voidLot(7013, voided);
        begin(voided);
        begin(over);
        money.endLots(10);
        // Then
        assertThat(posted(7013)).isZero();
        assertThat(books.number("SELECT count(*) FROM grant_lot WHERE account_id = 7013 AND due_at IS NOT NULL"))
                .isZero();
    }

    @Test
    void grantOfAnAccountThatWasClosedMeanwhileIsNeverCredited() {
        // Given
        money.open(7014);
        var lot = scheduled(7014, null);
        books.call("UPDATE account SET closed = true WHERE id = 7014");
        // When
        begin(lot);
        money.endLots(10);
        // Then
        assertThat(posted(7014)).isZero();
    }

    @Test
    void debtBurnsAGrantAtOnceSoThatVoidingItTakesBackNoMoreThanThereIs() {
        // Given
        money.open(7015);
        books.call("UPDATE account SET credit_limit = 100 WHERE id = 7015");
        money.charge(7015, 20);
        var lot = money.grant(7015, 30, 100, null);
        // When
        var answer = money.voidLot(7015, lot);
        // Then
        assertThat(answer.getLong("o_amount")).isEqualTo(10);
        assertThat(posted(7015)).isZero();
    }

    @Test
    void longHistoryIsWalkedInBoundedSteps() {
        // Given
        money.open(7016);
        var lot = money.grant(7016, 3000, 100, soon);
        var charge = money.charge(7016, 1);
        // A history as it would be after two thousand charges.
        books.call("INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account,"
                + " customer_seq, customer_balance, created_at) SELECT uuidv7(), 1, 7016, 1, 1, 1, 7016, 2 + n,"
                + " 2999 - n, clock_timestamp() FROM generate_series(1, 2000) n");
        books.call("UPDATE account SET posted = 999, seq = 2002 WHERE id = 7016");
        // When
        var done = List.of(walked(7016), walked(7016), walked(7016));
        // Then
        assertThat(charge).isNotNull();
        assertThat(done).containsExactly(false, false, true);
        assertThat(money.lot(lot)).containsExactly(999L, 0L);
    }

    private static boolean walked(long account) {
        return books.call("SELECT walk_lots($1, 900)", Tuple.of(account))
                .getFirst()
                .getBoolean(0);
    }

    private UUID scheduled(long account, @Nullable OffsetDateTime expires) {
        var id = money.newId();
        MoneyBooks.requireStatus(
                2, books.call(MoneyBooks.GRANT, Tuple.of(id, account, 30L, (short) 100, soon, expires)));
        return id;
    }

    private static void begin(UUID lot) {
        books.call(
                "UPDATE grant_lot SET effective_at = clock_timestamp(), due_at = clock_timestamp() WHERE id = $1"
                        + " AND due_at IS NOT NULL",
                Tuple.of(lot));
    }

    /** What a sweep took back of this lot. */
    private static long breakage(List<Row> swept, UUID lot) {
        return swept.stream()
                .filter(row -> row.getUUID("o_lot").equals(lot))
                .mapToLong(row -> -row.getLong("o_amount"))
                .sum();
    }

    private static long posted(long account) {
        return books.number("SELECT posted FROM account WHERE id = " + account);
    }

    private static void assertSound() {
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }
}
