package dev.kopeck.billing.adapter.http.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.money.Rates;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own JSON, and what is common to all lists. */
class JsonSheetTest {

    @ParameterizedTest
    @ValueSource(strings = {"CSV", "JSON", "LITELLM"})
    void listThatIsTooLongIsNotUsedAtAll(SheetFormat format) {
        var rows = IntStream.rangeClosed(0, Sheets.ROWS_MAX)
                .mapToObj(i -> switch (format) {
                    case CSV -> "m%d,1,1".formatted(i);
                    case JSON -> "{\"model\":\"m%d\",\"rates\":{\"input\":\"1\",\"output\":\"1\"}}".formatted(i);
                    case LITELLM -> "\"m%d\":{}".formatted(i);
                })
                .collect(Collectors.joining(format == SheetFormat.CSV ? "\n" : ","));
        var text = switch (format) {
            case CSV -> "model,input,output\n" + rows;
            case JSON -> "{\"prices\":[" + rows + "]}";
            case LITELLM -> "{" + rows + "}";
        };
        assertThat(Sheets.unreadable(format, text)).contains("more than 100");
    }

    @Test
    void jsonTakesTextsAndNumbersExactly() {
        // When
        var sheet = Sheets.read(SheetFormat.JSON, """
                {"prices": [
                  {"model": "a", "currency": "USD", "rates": {"input": "2.50", "output": "10"}},
                  {"model": "b", "rates": {"input": 0.1, "cachedInput": 2.5e-2, "output": 0.300000001},
                   "tiers": [{"aboveInputTokens": 1000, "rates": {"input": 1, "output": 2}}]}]}
                """);
        // Then
        assertThat(sheet.invalid()).isEmpty();
        assertThat(sheet.tariffs().getLast().line()).isEqualTo(3);
        assertThat(sheet.tariffs().getLast().tariff().base())
                .isEqualTo(new Rates(100_000_000, 25_000_000, 100_000_000, 300_000_001, 300_000_001));
        assertThat(sheet.tariffs().getLast().tariff().tiers().getFirst().rates().output())
                .isEqualTo(2_000_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rates\":{\"input\":1,\"output\":1}}                                   | model is missing",
                "{\"model\":\"m\"}                                                        | rates is missing",
                "{\"model\":\"m\",\"rates\":{\"input\":1}}                                | rates.output is missing",
                "{\"model\":\"m\",\"rates\":{\"input\":-1,\"output\":1}}                  | rates.input must not be negative",
                "{\"model\":\"m\",\"rates\":{\"input\":true,\"output\":1}}                | rates.input must be a number",
                "{\"model\":\"m\",\"rates\":{\"input\":1e400,\"output\":1}}               | rates.input is too large",
                "{\"model\":\"m\",\"rates\":{\"input\":1,\"output\":1,\"inptu\":2}}       | rates.inptu is not a field of a price",
                "{\"model\":\"m\",\"price\":1}                                            | price is not a field of a price",
                "{\"model\":\"m\",\"currency\":\"EUR\",\"rates\":{\"input\":1,\"output\":1}} | currency must be USD",
                "{\"model\":\"m\",\"rates\":{\"input\":1,\"output\":1},\"tiers\":[{\"aboveInputTokens\":0}]} | tiers.0.aboveInputTokens must be a whole number of at least 1, ascending",
                "{\"model\":\"m\",\"rates\":{\"input\":1,\"output\":1},\"tiers\":{}}      | tiers must be a list",
                "7                                                                        | must be an object"
            })
    void badJsonRowIsNamedByItsLine(String row, String reason) {
        // When
        var sheet = Sheets.read(SheetFormat.JSON, """
                {"prices": [
                  {"model": "ok", "rates": {"input": "1", "output": "1"}},
                  %s
                ]}""".formatted(row));
        // Then
        assertThat(sheet.tariffs()).hasSize(1);
        assertThat(sheet.invalid()).hasSize(1);
        assertThat(sheet.invalid().getFirst().line()).isEqualTo(3);
        assertThat(sheet.invalid().getFirst().reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                     | line 1: must be an object with a list",
                "{}                                     | line 1: must be an object with a list",
                "{\"models\":[]}                        | must be an object with a list",
                "{\"prices\":[],\"more\":1}             | line 1: must be an object with a list",
                "{\"prices\":[]}                        | holds no price",
                "{\"prices\":[{\"model\":\"a\",\"model\":\"b\"}]} | is not JSON: line 1",
                "{\"prices\":[{\"model\":\"a\"]}        | is not JSON: line 1",
                "{\"prices\":[{\"model\":\"a\"}         | is not JSON: line 1",
                "{\"prices\":[{\"model\":\"a\"}]} x     | is not JSON: line 1"
            })
    void jsonThatIsNoListIsNotUsedAtAll(String text, String reason) {
        assertThat(Sheets.unreadable(SheetFormat.JSON, text)).startsWith(reason);
    }
}
