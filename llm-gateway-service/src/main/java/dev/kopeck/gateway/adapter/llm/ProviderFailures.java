package dev.kopeck.gateway.adapter.llm;

import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.langchain4j.exception.HttpException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a provider, from whatever was thrown. Takes statuses and kinds, never a word of the text. */
final class ProviderFailures {

    private static final int CAUSES_MAX = 10;

    private ProviderFailures() {}

    static ModelFailure of(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            var known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause();
        }
        return ModelFailure.of(Kind.UNREACHABLE);
    }

    private static @Nullable ModelFailure known(Throwable cause) {
        return switch (cause) {
            case ModelFailedException failed -> failed.failure();
            case WebApplicationException answered -> {
                var response = answered.getResponse();
                yield ModelFailure.status(
                        response.getStatus(), retryAfter(response.getHeaderString(HttpHeaders.RETRY_AFTER)));
            }
            case HttpException answered -> ModelFailure.status(answered.statusCode(), null);
            case TimeoutException late -> ModelFailure.of(Kind.TIMEOUT);
            case dev.langchain4j.exception.TimeoutException late -> ModelFailure.of(Kind.TIMEOUT);
            case com.fasterxml.jackson.core.JacksonException garbled -> ModelFailure.of(Kind.GARBLED);
            default -> null;
        };
    }

    /** Seconds, as providers send them; a date is rare and taken as none. */
    static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null || !header.strip().matches("\\d{1,6}(\\.\\d{1,3})?")) {
            return null;
        }
        try {
            return Duration.parse("PT" + header.strip() + "S");
        } catch (DateTimeParseException unusable) {
            return null;
        }
    }
}
