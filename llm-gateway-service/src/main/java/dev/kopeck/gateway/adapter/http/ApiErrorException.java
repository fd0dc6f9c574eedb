package dev.kopeck.gateway.adapter.http;

/** Ends a request with an error. */
public final class ApiErrorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public ApiErrorException(ApiError error) {
        super(error.code(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
