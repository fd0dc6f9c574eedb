package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What refunds give back to grants, and that they never pay promotional credit out. */
class GrantRefundsIT {

    private final OffsetDateTime soon = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);

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
    void scenario23_promotionalCreditIsNeverPaidOut() {
        // Given: all that was paid is spent, and all that is left was given
        money.open(7007);
        var topUp = money.topUp(7007, 50);
        money.charge(7007, 40);
        money.grant(7007, 30, 100, null);
        // When
        var tooMuch = money.refund(7007, topUp, 11L, true);
        var rest = money.refund(7007, topUp, 10L, true);
        // Then
        assertThat((int) tooMuch.getShort("o_status")).isEqualTo(3);
        assertThat(tooMuch.getLong("o_left")).isEqualTo(10);
        assertThat((int) rest.getShort("o_status")).isZero();
        assertThat(posted(7007)).isEqualTo(30);
    }

    @Test
    void whatIsHeldOrOnCreditIsNotPaidOut() {
        // Given
        money.open(7008);
        books.call("UPDATE account SET credit_limit = 1000 WHERE id = 7008");
        var topUp = money.topUp(7008, 50);
        money.hold(money.newId(), 7008, 30);
        // When
        var answer = money.refund(7008, topUp, 21L, true);
        // Then
        assertThat((int) answer.getShort("o_status")).isEqualTo(3);
        assertThat(answer.getLong("o_left")).isEqualTo(20);
    }

    @Test
    void scenario23_neitherGrantNorRefundCanBeRefunded() {
        // Given
        money.open(7009);
        var grant = money.grant(7009, 30, 100, null);
        var charge = money.charge(7009, 10);
        money.refund(7009, charge, null, false);
        var refund = books.call("SELECT id FROM ledger WHERE customer_account = 7009 AND kind = 5")
                .getFirst()
                .getUUID(0);
        // Then
        assertThat((int) money.refund(7009, grant, null, true).getShort("o_status"))
                .isEqualTo(11);
        assertThat((int) money.refund(7009, refund, null, false).getShort("o_status"))
                .isEqualTo(11);
    }

    @Test
    void refundOfAChargeGivesBackPaidCreditFirstAndThenWhatItBurnt() {
        // Given
        money.open(7010);
        money.topUp(7010, 50);
        var lot = money.grant(7010, 30, 100, soon);
        var charge = money.charge(7010, 40);
        // When
        money.refund(7010, charge, 10L, false);
        var afterPaidPart = money.lot(lot);
        money.refund(7010, charge, 25L, false);
        // Then
        assertThat(afterPaidPart).containsExactly(0L, 0L);
        assertThat(money.lot(lot)).containsExactly(25L, 0L);
        assertThat(books.call("SELECT ref FROM ledger WHERE customer_account = 7010 AND kind = 5"))
                .allSatisfy(row -> assertThat(row.getUUID("ref")).isEqualTo(charge));
    }

    @Test
    void whatARefundGivesBackToAGrantThatHasEndedIsTakenBack() {
        // Given
        money.open(7011);
        var lot = money.grant(7011, 30, 100, soon);
        var charge = money.charge(7011, 30);
        money.expire(lot);
        money.endLots(10);
        // When
        money.refund(7011, charge, null, false);
        money.walk(7011, 100);
        money.endLots(10);
        // Then
        assertThat(money.lot(lot)).containsExactly(0L, 30L);
        assertThat(posted(7011)).isZero();
    }

    @Test
    void refundIntoADebtGivesNothingBackToGrants() {
        // Given: a grant is burnt, and the account went into debt afterwards
        money.open(7017);
        books.call("UPDATE account SET credit_limit = 100 WHERE id = 7017");
        var lot = money.grant(7017, 30, 100, null);
        var charge = money.charge(7017, 30);
        money.charge(7017, 20);
        // When
        money.refund(7017, charge, 25L, false);
        // Then
        assertThat(posted(7017)).isEqualTo(5);
        assertThat(money.lot(lot)).containsExactly(5L, 0L);
    }

    private static long posted(long account) {
        return books.number("SELECT posted FROM account WHERE id = " + account);
    }
}
