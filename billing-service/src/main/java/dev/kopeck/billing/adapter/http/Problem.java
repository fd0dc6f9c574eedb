package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What every error of this API looks like.
 *
 * @param field the part of the request that is wrong: a JSON field, a header, a path or query parameter
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String KEY_IN_PROGRESS = "idempotency-key-in-progress";

    /** Whether the same request may well succeed a moment later. */
    boolean passesByItself() {
        return status == 503 || type.endsWith(KEY_IN_PROGRESS);
    }

    static Problem of(String code, String title, int status, String detail) {
        return new Problem("urn:kopeck:problem:" + code, title, status, detail, null);
    }

    Problem at(String wrongField) {
        return new Problem(type, title, status, detail, wrongField);
    }

    static Problem invalid(String field, String detail) {
        return of("invalid-request", "The request is not valid", 400, detail).at(field);
    }

    static Problem unauthorized() {
        return of(
                "unauthorized",
                "A bearer token is needed",
                401,
                "Send your token as \"Authorization: Bearer …\"; this one is missing, unknown or no longer valid.");
    }

    static Problem forbidden() {
        return of("forbidden", "Your role does not reach", 403, "This needs a higher role than your token has.");
    }

    static Problem issuerUnavailable() {
        return of("issuer-unavailable", "Your token cannot be checked", 503, "Its issuer does not answer; try again.");
    }

    static Problem keyReused() {
        return of(
                "idempotency-key-reused",
                "This key was used for another request",
                422,
                "The same key must come from the same caller with the same body; use a new key for a new request.");
    }

    static Problem keyInProgress() {
        return of(
                KEY_IN_PROGRESS,
                "A request with this key is under way",
                409,
                "Send the same request again in a moment; it is answered with the outcome of the first one.");
    }

    static Problem notFound(String detail) {
        return of("not-found", "There is no such thing", 404, detail);
    }

    static Problem tooLarge() {
        return of("too-large", "The body is too large", 413, "Send at most 64 KiB.");
    }

    static Problem unsupportedMediaType() {
        return of("unsupported-media-type", "Unsupported Media Type", 415, "Send the body as application/json.");
    }

    static Problem unavailable() {
        return of(
                "unavailable",
                "The books cannot be reached",
                503,
                "Nothing was changed or it is not known; try again.");
    }

    static Problem unexpected() {
        return of("internal", "Something went wrong on our side", 500, "The log has the details.");
    }
}
