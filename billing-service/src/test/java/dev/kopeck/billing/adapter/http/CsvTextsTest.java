package dev.kopeck.billing.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextsTest {

    private final CsvTexts<Line> csv = new CsvTexts<>(Line.class);

    @Test
    void headNamesTheColumnsAndRowsFollowInTheirOrder() {
        assertThat(text(csv.head())).isEqualTo("amount,reference,seq\r\n");
        assertThat(rows(new Line("-0.50", new FreeText("invoice 17"), 3L), new Line("1.00", null, null)))
                .isEqualTo("-0.50,\"invoice 17\",3\r\n1.00,,\r\n");
        assertThat(text(csv.rows(List.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49", "-2", "@SUM(A1)", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF20A"})
    void textThatASpreadsheetWouldRunIsMadeATextAgain(String written) {
        var row = rows(new Line("1.00", FreeText.of(Optional.of(written)), 1L));
        assertThat(row.replace("\"", "")).isEqualTo("1.00,'" + written + ",1\r\n");
    }

    @Test
    void quotesCommasAndLineEndsStayInTheirCell() {
        assertThat(rows(new Line("1.00", new FreeText("a \"b\", c\nd"), 1L)))
                .isEqualTo("1.00,\"a \"\"b\"\", c\nd\",1\r\n");
        assertThat(rows(new Line("1.00", new FreeText("\t=1"), 1L)).replace("\"", ""))
                .startsWith("1.00,'\t=1");
    }

    private String rows(Line... lines) {
        return text(csv.rows(List.of(lines)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @JsonPropertyOrder({"amount", "reference", "seq"})
    record Line(
            String amount,
            @Nullable FreeText reference,
            @Nullable Long seq) {}
}
