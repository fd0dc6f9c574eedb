package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerValuesTest {

    @Test
    void totalsNeverWrap() {
        var large = Total.of(Long.MAX_VALUE).plus(Total.of(Long.MAX_VALUE));
        assertThat(large.toDecimal()).isEqualTo("18446744073.709551614");
        assertThat(large.minus(large)).isEqualTo(Total.ZERO);
        assertThat(Total.of(new BigDecimal("-1500000000")).toDecimal()).isEqualTo("-1.50");
        assertThat(Total.ZERO.toDecimal()).isEqualTo("0.00");
        assertThatThrownBy(() -> Total.of(new BigDecimal("0.5"))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void cursorIsReadAsItIsWritten() {
        var cursor = new LedgerCursor(42, UUID.fromString("01a22ee6-b000-7000-8000-000000000001"));
        assertThat(LedgerCursor.parse(cursor.text())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "42",
                "42.",
                ".",
                "x.01a22ee6-b000-7000-8000-000000000001",
                "42.nothing",
                "1.2.3",
                "-1.01a22ee6-b000-7000-8000-000000000001"
            })
    void whatNoExportGaveIsNoCursor(String text) {
        assertThatThrownBy(() -> LedgerCursor.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a cursor that an export gave");
    }

    @Test
    void periodDoesNotEndBeforeItBegins() {
        var now = Instant.parse("2026-11-25T00:00:00Z");
        assertThat(new Period(now, now).until()).isEqualTo(now);
        assertThatThrownBy(() -> new Period(now, now.minusNanos(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void revenueIsWhatWasChargedLessWhatWasGivenBack() {
        var day = new MoneyDay(
                LocalDate.of(2026, 11, 25),
                List.of(
                        flow(EntryKind.CHARGE, 0, 100),
                        flow(EntryKind.LATE_CHARGE, 0, 7),
                        flow(EntryKind.BREAKAGE, 0, 3),
                        flow(EntryKind.REFUND, 20, 500),
                        flow(EntryKind.TOP_UP, 1000, 0),
                        flow(EntryKind.GRANT, 1000, 0)));
        assertThat(day.revenue()).isEqualTo(Total.of(90));
    }

    @Test
    void booksThatDoNotBalanceSayByHowMuch() {
        var balance = new BooksBalance(Total.of(60), Map.of(1L, Total.of(40), 2L, Total.of(-101)));
        assertThat(balance.difference()).isEqualTo(Total.of(-1));
    }

    private static MoneyDay.Flow flow(EntryKind kind, long credited, long debited) {
        return new MoneyDay.Flow(kind, 1, Total.of(credited), Total.of(debited));
    }
}
