package dev.kopeck.billing.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {

    @Test
    void columnsAreFoundByNameAndQuotesAreTakenOff() {
        // Given
        var text = "\uFEFFModel, Tokens ,note\r\n\"gpt, the \"\"old\"\" one\",5,\"two\nlines\"\r\n\r\nmini,,x";
        // When
        var rows = CsvTable.parse(text).rows();
        // Then
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().required("model")).isEqualTo("gpt, the \"old\" one");
        assertThat(rows.getFirst().required("note")).isEqualTo("two\nlines");
        assertThat(rows.getLast().optional("tokens")).isEmpty();
        assertThat(rows.getLast().bad("is bad").place()).isEqualTo("line 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a,b;1                 | line 2 | as many fields",
                "a,b;1,2;3,4,5         | line 3 | as many fields",
                "a,b;1,\"2             | line 2 | nothing closes",
                "a,b;\"1\"x,2          | line 2 | after a closing quote",
                "~~                    | line 1 | name the columns"
            })
    void complaintNamesTheLine(String text, String place, String message) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> CsvTable.parse(text.replace(';', '\n')))
                .withMessageContaining(message)
                .extracting(BadLineException::place)
                .isEqualTo(place);
    }

    @Test
    void linesAreLimited() {
        var text = "a\n" + String.join("\n", Collections.nCopies(20_001, "1"));
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> CsvTable.parse(text))
                .extracting(BadLineException::place)
                .isEqualTo("line 20002");
    }
}
