package dev.kopeck.billing.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kopeck.billing.domain.trust.Report.UsageLine;
import dev.kopeck.contracts.money.Nanos;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageComparisonTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-25");

    private final UsageComparison comparison = new UsageComparison(new BigDecimal("1"));

    @Test
    void driftOfADayAndModelIsFlaggedAboveTheThresholdOnly() {
        // Given
        var theirs = ProviderUsage.ofCsv("""
                start_time,model,num_model_requests,input_tokens,output_tokens,amount_value
                1795564800,gpt-4o-2024-08-06,7,6000,2000,0.10
                1795564800,gpt-4o-2024-08-06,7,1000,1100,0.000000000000000001
                1795564800,gpt-4o-mini,1,10100,0,
                """);
        var ours = List.of(own("gpt-4o", 8000, 2000, "1.50"), own("gpt-4o-mini", 10_000, 0, "0.01"));
        // When
        var report = comparison.compare(theirs, ours);
        // Then
        assertThat(report.lines())
                .containsExactly(
                        new UsageLine(
                                DAY,
                                "gpt-4o",
                                8000,
                                7000,
                                2000,
                                3100,
                                Nanos.parse("1.50"),
                                Optional.of(new BigDecimal("0.100000000000000001")),
                                Optional.of(new BigDecimal("1.00")),
                                false),
                        new UsageLine(
                                DAY,
                                "gpt-4o-mini",
                                10_000,
                                10_100,
                                0,
                                0,
                                Nanos.parse("0.01"),
                                Optional.empty(),
                                Optional.of(new BigDecimal("1.00")),
                                false));
    }

    /** maximhq/bifrost#3357: the gateway told of $90, the provider wanted $120. */
    @Test
    void callsThatTheProviderCountsAndTheBooksDoNotAreFlagged() {
        // Given
        var theirs = ProviderUsage.ofCsv("""
                date,model,input_tokens,output_tokens
                2026-11-25,a,1200,0
                2026-11-25T00:00:00Z,b,5,5
                2026-11-24,a,0,0
                """);
        var ours = List.of(own("a", 900, 0, "90.00"), own("local", 5, 5, "0.00"));
        // When
        var report = comparison.compare(theirs, ours);
        // Then
        assertThat(report.differing()).isEqualTo(2);
        assertThat(report.lines())
                .map(UsageLine.class::cast)
                .filteredOn(UsageLine::flagged)
                .extracting(UsageLine::model)
                .containsExactly("a", "b");
        assertThat(report.notes()).containsExactly("Models that the file does not name were left out: local.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date,input_tokens,output_tokens;2026-11-25,1,1            | model is missing",
                "model,input_tokens,output_tokens;a,1,1                    | date is missing",
                "date,model,input_tokens;2026-11-25,a,1                    | output_tokens is missing",
                "date,model,input_tokens,output_tokens;25.11.2026,a,1,1    | date such as",
                "date,model,input_tokens,output_tokens;2026-11-25,a,-1,1   | input_tokens must be",
                "date,model,input_tokens,output_tokens;2026-11-25,a,1,1.5  | output_tokens must be",
                "date,model,input_tokens,output_tokens;2026-11-25,a,1,9999999999999999 | output_tokens must be",
                "date,model,input_tokens,output_tokens,cost;2026-11-25,a,1,1,1e3 | cost must be",
                "start_time,model,input_tokens,output_tokens;99999999999999999999,a,1,1 | seconds since 1970"
            })
    void badLineIsNamed(String text, String message) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> ProviderUsage.ofCsv(text.replace(';', '\n')))
                .withMessageContaining(message)
                .extracting(BadLineException::place)
                .isEqualTo("line 2");
    }

    private static OwnUsage own(String model, long input, long output, String charged) {
        return new OwnUsage(DAY, model, input, output, Nanos.parse(charged));
    }
}
