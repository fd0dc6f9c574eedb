package dev.kopeck.gateway.adapter.http.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kopeck.gateway.domain.relay.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in the shape that OpenAI's clients read, and the headers beside it.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">Error codes</a>
 */
final class ErrorBody {

    private static final long MILLIS = 1000;
    private static final int UNAUTHORIZED = 401;

    private ErrorBody() {}

    static String of(Refusal refusal) {
        return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":%s,\"code\":%s}}"
                .formatted(text(refusal.message()), text(refusal.type()), text(refusal.param()), text(refusal.code()));
    }

    /** OpenAI's clients try 409 and 429 again by themselves, unless they are told that it is no use. */
    static Map<String, String> headers(Refusal refusal) {
        var headers = new LinkedHashMap<String, String>();
        var wait = refusal.retryAfter();
        if (wait != null) {
            headers.put("Retry-After", Long.toString(Math.max(1, Math.ceilDiv(wait.toMillis(), MILLIS))));
        }
        if (!refusal.isWorthRetrying()) {
            headers.put("x-should-retry", "false");
        }
        if (refusal.status() == UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        return headers;
    }

    private static String text(@Nullable String text) {
        return text == null
                ? "null"
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
