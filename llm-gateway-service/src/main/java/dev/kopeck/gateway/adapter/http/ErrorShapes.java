package dev.kopeck.gateway.adapter.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Errors as clients expect them. Kopeck's own API, {@code /v1/prompts} and {@code /v1/me}, speaks RFC 9457; everything
 * else under {@code /v1} is there for OpenAI's clients, which read {@code {"error":{"message","type","param","code"}}}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI, error codes</a>
 */
public final class ErrorShapes {

    public static final String PROBLEM_TYPE = "application/problem+json";

    private static final String PROBLEM = "urn:kopeck:problem:";
    private static final String[] OWN = {"/v1/prompts", "/v1/me"};
    private static final int UNAUTHORIZED = 401;
    private static final long MILLIS = 1000;

    private ErrorShapes() {}

    /** @param path of the request, from its first slash on */
    public static Response response(String path, ApiError error) {
        var response = Response.status(error.status());
        var wait = error.retryAfter();
        if (wait != null) {
            response.header("Retry-After", seconds(wait));
        }
        if (error.status() == UNAUTHORIZED) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return isOwn(path)
                ? response.type(PROBLEM_TYPE).entity(problem(error)).build()
                : response.type(MediaType.APPLICATION_JSON)
                        .entity(openAi(error))
                        .build();
    }

    /** As RFC 9457 has it; codes have dashes there, as in billing's API. */
    public static Map<String, Object> problem(ApiError error) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", PROBLEM + error.code().replace('_', '-'));
        body.put("title", error.title());
        body.put("status", error.status());
        body.put("detail", error.detail());
        if (error.field() != null) {
            body.put("field", error.field());
        }
        return body;
    }

    /** As OpenAI has it: all four members are always there. */
    public static Map<String, Object> openAi(ApiError error) {
        var inner = new LinkedHashMap<String, Object>();
        inner.put("message", error.detail());
        inner.put("type", typeOf(error.status()));
        inner.put("param", error.field());
        inner.put("code", error.code());
        return Map.of("error", inner);
    }

    static boolean isOwn(String path) {
        for (var own : OWN) {
            if (path.equals(own) || path.startsWith(own + "/")) {
                return true;
            }
        }
        return false;
    }

    private static String typeOf(int status) {
        return switch (status) {
            case 402 -> "insufficient_quota";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    /** Whole seconds, at least one, never too few. */
    private static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + MILLIS - 1) / MILLIS);
    }
}
