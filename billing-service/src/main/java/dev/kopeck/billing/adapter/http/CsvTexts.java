package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rows of one type as CSV: a head with the names of the type's components, commas, CRLF.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180, CSV files</a>
 */
final class CsvTexts<T> {

    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .addModule(new SimpleModule().addSerializer(FreeText.class, new Harmless()))
            .build();

    private final CsvSchema schema;

    CsvTexts(Class<T> type) {
        this.schema = CSV.schemaFor(type).withLineSeparator("\r\n");
    }

    byte[] head() {
        try {
            return CSV.writer(schema.withHeader()).writeValueAsString(List.of()).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the names of columns cannot be written as CSV", e);
        }
    }

    byte[] rows(List<T> rows) {
        var text = new StringWriter();
        try (var writer = CSV.writer(schema).writeValues(text)) {
            writer.writeAll(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A spreadsheet runs a cell that begins like a formula; an apostrophe before it makes it a text.
     *
     * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>
     */
    private static final class Harmless extends StdSerializer<FreeText> {

        private static final long serialVersionUID = 1L;
        private static final String DANGEROUS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

        Harmless() {
            super(FreeText.class);
        }

        @Override
        public void serialize(FreeText text, JsonGenerator generator, SerializerProvider provider) throws IOException {
            var value = text.value();
            boolean dangerous = !value.isEmpty() && DANGEROUS.indexOf(value.charAt(0)) >= 0;
            generator.writeString(dangerous ? "'" + value : value);
        }
    }
}
