package dev.kopeck.gateway.domain.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request gets no answer, in the words of OpenAI's errors.
 *
 * @param status of HTTP
 * @param type as OpenAI names kinds of errors, such as {@code invalid_request_error}
 * @param code stable, for programs
 * @param message one sentence or two: what happened, and what to do
 * @param param the field of the request that is at fault; null where it is none
 * @param retryAfter when to try again; null where that is no use or nobody knows
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">Error codes</a>
 */
public record Refusal(
        int status,
        String type,
        String code,
        String message,
        @Nullable String param,
        @Nullable Duration retryAfter) {

    public static final String INVALID_REQUEST = "invalid_request_error";
    public static final String QUOTA = "insufficient_quota";
    public static final String SERVER = "server_error";

    public static Refusal invalid(String param, String code, String message) {
        return new Refusal(400, INVALID_REQUEST, code, message, param, null);
    }

    public static Refusal of(int status, String type, String code, String message) {
        return new Refusal(status, type, code, message, null, null);
    }

    public static Refusal later(int status, String code, Duration retryAfter, String message) {
        return new Refusal(status, SERVER, code, message, null, retryAfter);
    }

    /** Whether the same request may succeed later: a client that tries again by itself need not otherwise. */
    public boolean isWorthRetrying() {
        return retryAfter != null || status >= 500;
    }
}
