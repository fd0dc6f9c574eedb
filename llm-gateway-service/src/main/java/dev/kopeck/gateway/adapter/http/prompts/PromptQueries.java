package dev.kopeck.gateway.adapter.http.prompts;

import static dev.kopeck.gateway.adapter.http.JsonBodies.invalid;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.adapter.http.ApiError;
import dev.kopeck.gateway.adapter.http.ApiErrorException;
import dev.kopeck.gateway.application.prompts.PromptFilter;
import dev.kopeck.gateway.domain.PromptState;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What stands in paths and behind question marks. */
final class PromptQueries {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;
    private static final int MODEL_MAX = 200;
    private static final Pattern WAIT = Pattern.compile("(\\d{1,6})(ms|s)?");

    private PromptQueries() {}

    /** What may stand behind the question mark of a list; all that is given must hold. */
    static final class Listed {
        @QueryParam("status")
        @Parameter(description = "queued, running, completed, failed, cancelled or declined.", example = "completed")
        @Nullable String status;

        @QueryParam("model")
        @Parameter(description = "Only those for this model.", example = "kopeck-sim")
        @Nullable String model;

        @QueryParam("from")
        @Parameter(
                description = "Only those that came at this time or later, RFC 3339.",
                example = "2026-11-01T00:00:00Z")
        @Nullable String from;

        @QueryParam("to")
        @Parameter(description = "Only those that came before this time, RFC 3339.", example = "2026-12-01T00:00:00Z")
        @Nullable String until;

        @QueryParam("limit")
        @Parameter(description = "How many at most: 50 where it is left out, up to 200.", example = "50")
        @Nullable String limit;

        @QueryParam("cursor")
        @Parameter(description = "The nextCursor of the page before; none for the first.")
        @Nullable String cursor;

        PromptFilter filter() {
            return new PromptFilter(
                    Optional.ofNullable(status).map(PromptQueries::state),
                    Optional.ofNullable(model).map(PromptQueries::model),
                    Optional.ofNullable(from).map(text -> time("from", text)),
                    Optional.ofNullable(until).map(text -> time("to", text)));
        }

        int size() {
            if (limit == null) {
                return PAGE;
            }
            try {
                int size = Integer.parseInt(limit);
                if (size >= 1 && size <= PAGE_MAX) {
                    return size;
                }
            } catch (NumberFormatException e) {
                throw badLimit();
            }
            throw badLimit();
        }

        Optional<PromptId> before() {
            return Optional.ofNullable(cursor).map(text -> {
                try {
                    return PromptId.parse(text);
                } catch (IllegalArgumentException e) {
                    throw invalid("cursor", "must be the nextCursor of a page before");
                }
            });
        }
    }

    /** What is no id is nobody's prompt. */
    static PromptId id(String text) {
        try {
            return PromptId.parse(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    static ApiErrorException unknown() {
        return new ApiErrorException(
                ApiError.notFound("You have no prompt of this id.").at("id"));
    }

    /** @param text {@code 20s}, {@code 500ms}, or seconds alone; nothing is no wait */
    static Duration wait(@Nullable String text, Duration most) {
        if (text == null) {
            return Duration.ZERO;
        }
        var matcher = WAIT.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            var wait = "ms".equals(matcher.group(2)) ? Duration.ofMillis(number) : Duration.ofSeconds(number);
            if (wait.compareTo(most) <= 0) {
                return wait;
            }
        }
        throw invalid("wait", "must be a time such as 20s, at most %ds".formatted(most.toSeconds()));
    }

    private static ApiErrorException badLimit() {
        return invalid("limit", "must be from 1 to %d".formatted(PAGE_MAX));
    }

    private static PromptState state(String text) {
        try {
            if (text.equals(text.toLowerCase(Locale.ROOT))) {
                return PromptState.valueOf(text.toUpperCase(Locale.ROOT));
            }
        } catch (IllegalArgumentException e) {
            throw badState();
        }
        throw badState();
    }

    private static ApiErrorException badState() {
        return invalid("status", "must be queued, running, completed, failed, cancelled or declined");
    }

    private static String model(String text) {
        if (text.length() > MODEL_MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid("model", "must have at most %d characters, all printable".formatted(MODEL_MAX));
        }
        return text;
    }

    private static Instant time(String field, String text) {
        try {
            var time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1970 && time.getYear() <= 9999) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            throw invalid(field, "must be a time such as 2026-11-25T10:15:30Z (RFC 3339)");
        }
        throw invalid(field, "must be in the years 1970 to 9999");
    }
}
