package dev.kopeck.contracts.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the headers of a Kafka record, which are bytes, and texts; without knowing any client's classes. */
public final class WireHeaders {

    private WireHeaders() {}

    /**
     * Headers as texts. Of several with one name the last counts; one without a value is as good as none.
     *
     * @param headers in their order on the record
     */
    public static <H> Map<String, String> texts(
            Iterable<H> headers, Function<H, String> name, Function<H, byte @Nullable []> value) {
        var texts = new HashMap<String, String>();
        for (var header : headers) {
            var bytes = value.apply(header);
            if (bytes != null) {
                texts.put(name.apply(header), new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** A text as the value of a header. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
