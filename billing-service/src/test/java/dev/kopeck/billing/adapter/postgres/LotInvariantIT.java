package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant 13: what is left of an account's grants is not more than it has. */
class LotInvariantIT {

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
    void lotThatSomebodyFilledUpAgainIsFound() {
        // Given a grant of 100 of which 70 are left
        money.open(8101);
        var lot = money.grant(8101, 100, 100, null);
        money.charge(8101, 30);
        assertThat(money.lot(lot)).containsExactly(70L, 0L);
        assertThat(violations(8101)).isEmpty();
        // When
        books.tamper("UPDATE grant_lot SET rest = 100 WHERE id = '" + lot + "'");
        // Then
        assertThat(violations(8101)).singleElement().satisfies(row -> {
            assertThat(row.getShort("o_invariant").intValue()).isEqualTo(13);
            assertThat(row.getBigDecimal("o_expected")).isEqualByComparingTo("70");
            assertThat(row.getBigDecimal("o_found")).isEqualByComparingTo("100");
        });
    }

    @Test
    void lotsTogetherAreCompared() {
        // Given two grants, each of which fits the balance
        money.open(8102);
        var first = money.grant(8102, 50, 100, null);
        var second = money.grant(8102, 50, 100, null);
        money.charge(8102, 60);
        assertThat(money.lot(first)).containsExactly(0L, 0L);
        assertThat(money.lot(second)).containsExactly(40L, 0L);
        // When
        books.tamper("UPDATE grant_lot SET rest = 1 WHERE id = '" + first + "'");
        // Then
        assertThat(violations(8102)).hasSize(1);
    }

    @Test
    void accountInDebtHasNothingLeftInItsLots() {
        // Given
        money.open(8103);
        books.call("UPDATE account SET credit_limit = 100 WHERE id = 8103");
        var lot = money.grant(8103, 50, 100, null);
        money.charge(8103, 80);
        assertThat(money.lot(lot)).containsExactly(0L, 0L);
        assertThat(violations(8103)).isEmpty();
        // When
        books.tamper("UPDATE grant_lot SET rest = 1 WHERE id = '" + lot + "'");
        // Then
        assertThat(violations(8103))
                .singleElement()
                .satisfies(row -> assertThat(row.getBigDecimal("o_expected")).isEqualByComparingTo("0"));
    }

    @Test
    void lotsThatAreBehindTheLedgerAreNoViolation() {
        // Given
        money.open(8104);
        var lot = money.grant(8104, 100, 100, null);
        assertThat(money.lot(lot)).containsExactly(100L, 0L);
        // When nobody has walked the charge
        money.charge(8104, 30);
        // Then
        assertThat(books.number("SELECT rest FROM grant_lot WHERE account_id = 8104"))
                .isEqualTo(100);
        assertThat(violations(8104)).isEmpty();
    }

    @Test
    void paidCreditBesideGrantsIsNoViolation() {
        money.open(8105);
        money.topUp(8105, 500);
        var lot = money.grant(8105, 100, 100, null);
        money.charge(8105, 20);
        assertThat(money.lot(lot)).containsExactly(80L, 0L);
        assertThat(violations(8105)).isEmpty();
    }

    private static List<Row> violations(long account) {
        return books
                .call(
                        "SELECT * FROM check_accounts($1, $2, 1000)",
                        Tuple.tuple().addArrayOfLong(new Long[] {account}).addArrayOfLong(new Long[] {0L}))
                .stream()
                .filter(row -> row.getShort("o_invariant") != 0)
                .toList();
    }
}
