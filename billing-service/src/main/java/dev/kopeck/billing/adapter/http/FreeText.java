package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A text that somebody wrote. In JSON it is what it is; in CSV it must not become a formula, see {@link CsvTexts}.
 */
@Schema(type = SchemaType.STRING)
record FreeText(@JsonValue String value) {

    static @Nullable FreeText of(Optional<String> text) {
        return text.map(FreeText::new).orElse(null);
    }
}
