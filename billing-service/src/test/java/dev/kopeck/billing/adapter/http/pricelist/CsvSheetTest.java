package dev.kopeck.billing.adapter.http.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.ListedTariff;
import dev.kopeck.billing.domain.PriceSheet;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own table. */
class CsvSheetTest {

    private static final String HEADER = "model,input,cached_input,cache_write,output,reasoning,above_input_tokens\n";

    @Test
    void csvTakesColumnsInAnyOrderAndFillsInWhatIsLeftOut() {
        // When
        var sheet = csv("Output, Input ,model,cached_input\n10,2.50,gpt-4o,1.25\n8,2,\"with,comma\",\n");
        // Then
        assertThat(sheet.invalid()).isEmpty();
        assertThat(sheet.tariffs().stream().map(ListedTariff::model)).containsExactly("gpt-4o", "with,comma");
        assertThat(sheet.tariffs().getFirst().tariff().base())
                .isEqualTo(new Rates(2_500_000_000L, 1_250_000_000L, 2_500_000_000L, 10_000_000_000L, 10_000_000_000L));
        assertThat(sheet.tariffs().getLast().tariff().base().cachedInput()).isEqualTo(2_000_000_000L);
    }

    @Test
    void csvGathersTheTiersOfAModel() {
        // When
        var sheet = csv(HEADER + "m,5,,,15,,200000\nm,2,,,10,,\nm,3,0.3,,12,,100000\n");
        // Then
        var tariff = sheet.tariffs().getFirst().tariff();
        assertThat(sheet.invalid()).isEmpty();
        assertThat(tariff.base().input()).isEqualTo(2_000_000_000L);
        assertThat(tariff.tiers().stream().map(ContextTier::aboveInputTokens)).containsExactly(100_000L, 200_000L);
        assertThat(tariff.tiers().getFirst().rates().cachedInput()).isEqualTo(300_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "m,-1,,,10,,          | input must not be negative",
                "m,free,,,10,,        | input must be a decimal number such as 2.50",
                "m,\"2,50\",,,10,,    | input must be a decimal number such as 2.50",
                "m,NaN,,,10,,         | input must be a decimal number such as 2.50",
                "m,0x10,,,10,,        | input must be a decimal number such as 2.50",
                "m,,,,10,,            | input is missing",
                "m,2.50,,,,,          | output is missing",
                "m,2.50,,,1e99,,      | output is too large",
                "m,9223372037,,,1,,   | input is too large",
                "m,0.0000000001,,,1,, | input has more decimals than whole nanos per million tokens can hold",
                "m,2.50,,,10          | has 5 cells where the first line names 7 columns",
                "m,2.50,,,10,,,x      | has 8 cells where the first line names 7 columns",
                ",2.50,,,10,,         | model is missing",
                "m,2.50,,,10,,0       | above_input_tokens must be a whole number of at least 1",
                "m,2.50,,,10,,1.5     | above_input_tokens must be a whole number of at least 1",
                "m,2.50,,,10,,200000  | has a tier but no row without above_input_tokens",
                "first,2.50,,,10,,    | stands on line 2 already"
            })
    void badCsvRowIsNamedByItsLine(String row, String reason) {
        // When
        var sheet = csv(HEADER + "first,1,,,1,,\n\n" + row + "\nlast,1,,,1,,\n");
        // Then
        assertThat(sheet.invalid()).hasSize(1);
        assertThat(sheet.invalid().getFirst().line()).isEqualTo(4);
        assertThat(sheet.invalid().getFirst().reason()).isEqualTo(reason);
        assertThat(sheet.tariffs().getLast().model()).isEqualTo("last");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | holds no price",
                "model,input,output                        | holds no price",
                "model;input;output                        | line 1: column \"model;input;output\" is not known",
                "model,input,output,price                  | line 1: column \"price\" is not known",
                "model,input                               | line 1: the columns model, input and output are needed",
                "model,input,output,input                  | line 1: a column comes twice"
            })
    void csvThatIsNoListIsNotUsedAtAll(String text, String reason) {
        assertThat(Sheets.unreadable(SheetFormat.CSV, text)).startsWith(reason);
    }

    @Test
    void modelWithMoreThanEightTiersIsInvalid() {
        var tiers = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "m,2,,,10,," + i * 1000)
                .collect(Collectors.joining("\n"));
        assertThat(csv(HEADER + "m,1,,,1,,\n" + tiers).invalid().getFirst().reason())
                .isEqualTo("has more than 8 context tiers");
    }

    @Test
    void openQuoteMakesTheListUnreadable() {
        assertThat(Sheets.unreadable(SheetFormat.CSV, "model,input,output\na,1,1\n\"b,2,2\nc,3,3\n"))
                .contains("quote left open");
    }

    @Test
    void byteOrderMarkOfASpreadsheetDoesNotMatter() {
        assertThat(csv("\uFEFFmodel,input,output\r\nm,1,1\r\n").tariffs()).hasSize(1);
    }

    private static PriceSheet csv(String text) {
        return Sheets.read(SheetFormat.CSV, text);
    }
}
