package dev.kopeck.gateway.domain;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a model gave no answer, or no whole one. Holds nothing of what the provider said: that may contain secrets.
 *
 * @param status the HTTP status; 0 where there was none
 * @param retryAfter how long the provider asked to wait; null where it did not
 */
public record ModelFailure(Kind kind, int status, @Nullable Duration retryAfter) {

    /** Wrong key, no credit, no permission, no such model there. */
    private static final Set<Integer> OF_THE_PROVIDER = Set.of(401, 402, 403, 404);

    public static ModelFailure of(Kind kind) {
        return new ModelFailure(kind, 0, null);
    }

    /** What kind of failure an HTTP status is. */
    public static ModelFailure status(int status, @Nullable Duration retryAfter) {
        var kind = switch (status) {
            case 429 -> Kind.OVERLOADED;
            case 408 -> Kind.TIMEOUT;
            default -> status >= 500 ? Kind.SERVER_ERROR : Kind.REJECTED;
        };
        return new ModelFailure(kind, status, retryAfter);
    }

    /** Whether the same call may succeed a moment later. */
    public boolean isTransient() {
        return switch (kind) {
            case OVERLOADED, SERVER_ERROR, UNREACHABLE, STREAM_CUT -> true;
            case REJECTED, GARBLED, TIMEOUT -> false;
        };
    }

    /**
     * Whether another provider may do what this one did not. What is wrong with the request itself is wrong everywhere; a key
     * that is refused, or a name that is not known, is this provider's alone.
     */
    public boolean mayHelpElsewhere() {
        return kind != Kind.REJECTED || OF_THE_PROVIDER.contains(status);
    }

    /** Whether it speaks against the provider: one that asks for patience, or refuses a request, is well. */
    public boolean isProvidersFault() {
        return switch (kind) {
            case SERVER_ERROR, UNREACHABLE, STREAM_CUT, TIMEOUT, GARBLED -> true;
            case OVERLOADED, REJECTED -> false;
        };
    }

    /** The ways in which a call goes wrong. */
    public enum Kind {
        /** The provider asks for patience: 429. */
        OVERLOADED,
        /** The provider failed: 5xx. */
        SERVER_ERROR,
        /** No connection, or it broke before the head of the response. */
        UNREACHABLE,
        /** The provider refused this request: any other 4xx. */
        REJECTED,
        /** What came is not what the protocol says. */
        GARBLED,
        /** A stream began and ended without its end. */
        STREAM_CUT,
        /** Silence for too long, or the call's deadline passed. */
        TIMEOUT
    }
}
