package dev.kopeck.billing.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kopeck.billing.domain.trust.Report.PaymentLine;
import dev.kopeck.billing.domain.trust.StarTransaction.Direction;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarComparisonTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final StarComparison COMPARISON =
            new StarComparison(Duration.ofMinutes(15), Optional.of(Nanos.parse("0.02")));

    @Test
    void whatDiffersIsNamedWithBothSides() {
        // Given
        var theirs = List.of(
                star("equal", 250, 0, Direction.PAYMENT),
                star("lost", 100, 0, Direction.PAYMENT),
                star("other", 250, 1, Direction.PAYMENT),
                star("equal", 250, 0, Direction.REFUND),
                star("returned", 250, 0, Direction.REFUND),
                star("withdrawal", 9000, 0, Direction.OTHER));
        var ours = List.of(
                own("equal", "5.00", NOON, false),
                own("other", "5.00", NOON, false),
                own("returned", "5.00", NOON, true),
                own("invented", "1.00", NOON.plusSeconds(1000), false),
                own("before", "1.00", NOON.plusSeconds(60), false));
        // When
        var report = COMPARISON.compare(theirs, ours, NOON);
        // Then
        assertThat(report.lines())
                .map(PaymentLine.class::cast)
                .extracting(
                        PaymentLine::paymentId,
                        PaymentLine::verdict,
                        line -> line.expected().map(BigDecimal::toPlainString).orElse("none"))
                .containsExactly(
                        tuple("lost", "missing_here", "2"),
                        tuple("other", "other_amount", "5.00000000002"),
                        tuple("equal", "refunded_there_only", "5"),
                        tuple("invented", "missing_there", "none"));
        assertThat(report.compared()).isEqualTo(6);
        assertThat(report.differing()).isEqualTo(4);
        assertThat(report.notes()).containsExactly("1 transactions are no payments of users and were left out.");
    }

    @Test
    void amountsAreNotComparedWhereAStarHasNoWorth() {
        var report = new StarComparison(Duration.ZERO, Optional.empty())
                .compare(List.of(star("a", 1, 0, Direction.PAYMENT)), List.of(own("a", "77.00", NOON, false)), NOON);
        assertThat(report.differing()).isZero();
        assertThat(report.notes()).containsExactly("The worth of a Star is not known, so amounts were not compared.");
    }

    @Test
    void csvHasTheColumnsOfTheBotApi() {
        var text = "date,id,amount,nanostar_amount,direction\n1795600800,a,250,500000000,\n1795600801,a,250,,refund\n";
        assertThat(StarTransaction.ofCsv(text))
                .containsExactly(
                        new StarTransaction(
                                "a",
                                new BigDecimal("250.500000000"),
                                Direction.PAYMENT,
                                Instant.ofEpochSecond(1795600800)),
                        new StarTransaction(
                                "a",
                                new BigDecimal("250.000000000"),
                                Direction.REFUND,
                                Instant.ofEpochSecond(1795600801)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,amount;a,1             | date is missing",
                "id,amount,date;,1,5       | id is missing",
                "id,amount,date;a,1.5,5    | whole number",
                "id,amount,date;a,-1,5     | not be negative",
                "id,amount,date;a,1,99999999999999999 | seconds since 1970",
                "id,amount,date,direction;a,1,5,up    | payment, refund or other",
                "id,amount,date,nanostar_amount;a,1,5,1000000000 | 999999999"
            })
    void badLineOfCsvIsNamed(String text, String message) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> StarTransaction.ofCsv(text.replace(';', '\n')))
                .withMessageContaining(message)
                .extracting(BadLineException::place)
                .isEqualTo("line 2");
    }

    private static StarTransaction star(String id, long amount, long nanostars, Direction direction) {
        return StarTransaction.of(id, amount, nanostars, NOON.getEpochSecond(), direction);
    }

    private static OwnPayment own(String id, String amount, Instant at, boolean refunded) {
        return new OwnPayment(id, new AccountId(1001), Nanos.parse(amount), new UUID(0, 1), at, refunded);
    }
}
