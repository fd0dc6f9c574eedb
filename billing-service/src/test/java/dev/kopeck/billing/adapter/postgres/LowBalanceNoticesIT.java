package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever takes a balance below its threshold leaves one notice, whoever moved the money. */
class LowBalanceNoticesIT {

    private static final int ADJUSTMENT = 6;

    private static Books books;
    private static MoneyBooks money;

    @BeforeAll
    static void open() {
        books = new Books(1);
        books.setPrices();
        money = new MoneyBooks(books);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void adjustmentThatCrossesTellsItOnceAndATopUpArmsItAgain() {
        // Given
        account(8201, 100, 50);
        // When
        adjust(8201, -50);
        adjust(8201, -1);
        adjust(8201, -10);
        // Then: 50 is not below 50, 49 is, and 39 was so before
        assertThat(notices(8201)).containsExactly(49L);
        money.topUp(8201, 20);
        adjust(8201, -10);
        assertThat(notices(8201)).containsExactly(49L, 49L);
    }

    @Test
    void refundThatIsPaidOutTellsIt() {
        // Given
        money.open(8202);
        var topUp = money.topUp(8202, 100);
        threshold(8202, 50);
        // When
        assertThat(money.refund(8202, topUp, 70L, true).getShort("o_status").intValue())
                .isZero();
        // Then
        assertThat(notices(8202)).containsExactly(30L);
    }

    @Test
    void refundOfAChargeRaisesTheBalanceAndTellsNothing() {
        // Given
        account(8203, 100, 50);
        var charge = money.charge(8203, 60);
        assertThat(notices(8203)).containsExactly(40L);
        // When
        assertThat(money.refund(8203, charge, 5L, false).getShort("o_status").intValue())
                .isZero();
        // Then
        assertThat(notices(8203)).containsExactly(40L);
    }

    @Test
    void grantThatIsVoidOrHasEndedTellsIt() {
        // Given
        account(8204, 10, 50);
        account(8205, 10, 50);
        var voided = money.grant(8204, 60, 100, null);
        var ended =
                money.grant(8205, 60, 100, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
        money.expire(ended);
        // When
        money.voidLot(8204, voided);
        money.endLots(10);
        // Then
        assertThat(notices(8204)).containsExactly(10L);
        assertThat(notices(8205)).containsExactly(10L);
    }

    @Test
    void sameDebitAgainAndOneThatIsRefusedTellNothing() {
        // Given
        account(8206, 100, 50);
        var posting = MoneyBooks.posting(money.newId(), ADJUSTMENT, 8206, -60, null);
        MoneyBooks.requireStatus(0, books.call(MoneyBooks.POST, posting));
        // When
        MoneyBooks.requireStatus(1, books.call(MoneyBooks.POST, posting));
        MoneyBooks.requireStatus(
                3, books.call(MoneyBooks.POST, MoneyBooks.posting(money.newId(), ADJUSTMENT, 8206, -60, null)));
        // Then
        assertThat(notices(8206)).containsExactly(40L);
    }

    @Test
    void accountWithoutAThresholdIsToldNothing() {
        // Given
        money.open(8207);
        money.topUp(8207, 100);
        // When
        adjust(8207, -100);
        // Then
        assertThat(notices(8207)).isEmpty();
    }

    @Test
    void severalDebitsOfOneBatchTellItWhereItIsCrossed() {
        // Given
        account(8208, 100, 50);
        var ids = new UUID[] {money.newId(), money.newId(), money.newId()};
        // When
        books.call(
                Books.POST,
                Tuple.tuple()
                        .addArrayOfUUID(ids)
                        .addArrayOfShort(new Short[] {ADJUSTMENT, ADJUSTMENT, ADJUSTMENT})
                        .addArrayOfLong(new Long[] {8208L, 8208L, 8208L})
                        .addArrayOfLong(new Long[] {-40L, -20L, -5L})
                        .addArrayOfLong(new Long[] {4L, 4L, 4L})
                        .addArrayOfString(new String[] {"a", "b", "c"}));
        // Then
        assertThat(notices(8208)).containsExactly(40L);
    }

    @Test
    void noticeHasAnIdOfItsOwnAndNamesTheAccountsDoor() {
        // Given
        account(8209, 100, 50);
        account(8210, 100, 50);
        books.call("INSERT INTO account_payer (payer, account_id) VALUES ('telegram:8210', 8210)");
        // When
        adjust(8209, -60);
        adjust(8210, -60);
        // Then
        assertThat(payer(8209)).isEqualTo("account:8209");
        assertThat(payer(8210)).isEqualTo("telegram:8210");
        assertThat(books.number("SELECT count(*) FROM notice n JOIN ledger l ON l.id = n.event_id"
                        + " WHERE n.account_id IN (8209, 8210)"))
                .isZero();
    }

    private static void account(long id, long balance, long threshold) {
        money.open(id);
        money.topUp(id, balance);
        threshold(id, threshold);
    }

    private static void threshold(long account, long threshold) {
        books.call("UPDATE account SET low_balance = $2 WHERE id = $1", Tuple.of(account, threshold));
    }

    private static void adjust(long account, long amount) {
        MoneyBooks.requireStatus(
                0, books.call(MoneyBooks.POST, MoneyBooks.posting(money.newId(), ADJUSTMENT, account, amount, null)));
    }

    private static List<Long> notices(long account) {
        return books.call("SELECT balance FROM notice WHERE account_id = $1 ORDER BY id", Tuple.of(account)).stream()
                .map(row -> row.getLong("balance"))
                .toList();
    }

    private static String payer(long account) {
        return Objects.requireNonNull(books.call("SELECT payer FROM notice WHERE account_id = $1", Tuple.of(account))
                .getFirst()
                .getString("payer"));
    }
}
