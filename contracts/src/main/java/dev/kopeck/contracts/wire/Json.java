package dev.kopeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import java.io.IOException;
import java.util.function.Function;

/**
 * The JSON of values: lower-case enums, money as decimal strings, ids as strings. Unknown fields are ignored, so that
 * events may grow.
 */
final class Json {

    private Json() {}

    static ObjectMapper mapper() {
        return JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .addMixIn(AccountChanged.class, WithoutNulls.class)
                .addModule(new SimpleModule("kopeck")
                        .addSerializer(text(Nanos.class, Nanos::toDecimal))
                        .addDeserializer(Nanos.class, parsed(Nanos.class, Nanos::parse))
                        .addSerializer(text(PromptId.class, PromptId::toString))
                        .addDeserializer(PromptId.class, parsed(PromptId.class, PromptId::parse))
                        .addSerializer(text(AccountId.class, AccountId::toString))
                        .addDeserializer(AccountId.class, parsed(AccountId.class, AccountId::parse))
                        .addSerializer(text(Payer.class, Payer::value))
                        .addDeserializer(Payer.class, parsed(Payer.class, Payer::new)))
                .build();
    }

    /** For events that grew: what an event does not tell of is left out, as in the records that are older. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private interface WithoutNulls {}

    private static <T> StdScalarSerializer<T> text(Class<T> type, Function<T, String> toText) {
        return new StdScalarSerializer<>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(toText.apply(value));
            }
        };
    }

    private static <T> StdScalarDeserializer<T> parsed(Class<T> type, Function<String, T> fromText) {
        return new StdScalarDeserializer<>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                try {
                    return fromText.apply(json.getText());
                } catch (IllegalArgumentException e) {
                    throw JsonMappingException.from(json, e.getMessage());
                }
            }
        };
    }
}
