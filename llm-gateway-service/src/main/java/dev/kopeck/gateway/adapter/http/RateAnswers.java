package dev.kopeck.gateway.adapter.http;

import dev.kopeck.gateway.application.access.Admission;
import dev.kopeck.gateway.application.access.Admission.Scope;
import dev.kopeck.gateway.application.access.RateStanding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What clients are told of their limits, in the words of OpenAI, which clients read already.
 *
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers">Rate limits in headers</a>
 */
public final class RateAnswers {

    private static final String PREFIX = "x-ratelimit-";
    private static final long MILLIS = 1000;
    private static final long SECONDS = 60;

    private RateAnswers() {}

    /** For every answer to a request that counts, the refused ones too. */
    public static Map<String, String> headers(RateStanding standing) {
        var headers = new LinkedHashMap<String, String>();
        add(headers, "requests", standing.requests());
        add(headers, "tokens", standing.tokens());
        return headers;
    }

    public static ApiError refused(Admission.Refused refused) {
        var whose = refused.scope() == Scope.KEY ? "API key" : "account";
        var what = switch (refused.limit()) {
            case REQUESTS -> "requests per minute";
            case TOKENS -> "tokens per minute";
            case CONCURRENT -> "requests at the same time";
        };
        return refused.retryAfter()
                .map(wait -> tooMany("Your %s has reached its limit of %s.".formatted(whose, what))
                        .retryAfter(wait))
                .orElseGet(() -> tooMany("This request alone needs more than your %s's %s: ask for a shorter answer."
                        .formatted(whose, what)));
    }

    private static ApiError tooMany(String detail) {
        return ApiError.of(429, "rate_limit_exceeded", "Too many requests", detail);
    }

    private static void add(Map<String, String> headers, String what, RateStanding.Left left) {
        headers.put(PREFIX + "limit-" + what, Long.toString(left.limit()));
        headers.put(PREFIX + "remaining-" + what, Long.toString(left.left()));
        headers.put(PREFIX + "reset-" + what, spelled(left.reset()));
    }

    /** As OpenAI spells durations: {@code 120ms}, {@code 1s}, {@code 1m30s}. */
    static String spelled(Duration duration) {
        long millis = duration.toMillis();
        if (millis < MILLIS) {
            return millis + "ms";
        }
        long seconds = (millis + MILLIS - 1) / MILLIS;
        return seconds < SECONDS ? seconds + "s" : seconds / SECONDS + "m" + seconds % SECONDS + "s";
    }
}
