package dev.kopeck.gateway.adapter.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, whatever shape the answer takes: {@link ErrorShapes} decides that by the path.
 *
 * @param code stable, for programs, with underscores: {@code invalid_api_key}
 * @param title the kind of error, always the same for one code
 * @param detail this one, for a person; never quotes what a client sent as text or secret
 * @param field the part of the request that is wrong: a JSON field, a header, a parameter
 * @param retryAfter when the same request may well succeed; null where that is not a matter of time
 */
public record ApiError(
        int status,
        String code,
        String title,
        String detail,
        @Nullable String field,
        @Nullable Duration retryAfter) {

    private static final Duration SOON = Duration.ofSeconds(1);

    public static ApiError of(int status, String code, String title, String detail) {
        return new ApiError(status, code, title, detail, null, null);
    }

    public ApiError at(String wrongField) {
        return new ApiError(status, code, title, detail, wrongField, retryAfter);
    }

    public ApiError retryAfter(Duration wait) {
        return new ApiError(status, code, title, detail, field, wait);
    }

    public static ApiError invalid(String field, String detail) {
        return of(400, "invalid_request", "The request is not valid", detail).at(field);
    }

    public static ApiError notFound(String detail) {
        return of(404, "not_found", "There is no such thing", detail);
    }

    public static ApiError tooLarge(long bytesMax) {
        return of(413, "too_large", "The body is too large", "Send at most %d bytes.".formatted(bytesMax));
    }

    /** Something that the gateway needs is away; nothing was done, or it is not known. */
    public static ApiError unavailable(String detail) {
        return of(503, "unavailable", "Not possible right now", detail).retryAfter(SOON);
    }

    public static ApiError unexpected() {
        return of(500, "internal", "Something went wrong on our side", "The log has the details.");
    }
}
