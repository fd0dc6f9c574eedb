package dev.kopeck.gateway.adapter.http;

import dev.kopeck.gateway.application.access.Access;
import dev.kopeck.gateway.application.access.Caller;

/** Why somebody is not let in, or may not spend. */
public final class AccessErrors {

    private static final String UNAUTHORIZED = "An API key is needed";

    private AccessErrors() {}

    public static ApiError denied(Access.Reason reason) {
        var detail = switch (reason) {
            case MISSING -> "Send your API key as \"Authorization: Bearer kp_…\".";
            case UNKNOWN -> "This is not an API key of anybody. Look whether it is complete.";
            case REVOKED -> "This API key was revoked. Use another one.";
            case EXPIRED -> "This API key has expired. Use another one.";
        };
        return ApiError.of(401, "invalid_api_key", UNAUTHORIZED, detail);
    }

    public static ApiError unavailable(Access.Unavailable away) {
        return ApiError.unavailable("API keys cannot be checked right now. Try again.")
                .retryAfter(away.retryAfter());
    }

    /** @throws ApiErrorException where the caller's account may only look, and not spend */
    public static void requireSpending(Caller caller) {
        switch (caller.standing()) {
            case ACTIVE -> {
                // May spend.
            }
            case FROZEN -> throw paymentRequired("account_frozen", "The account is frozen. Ask who runs this service.");
            case CLOSED -> throw paymentRequired("account_closed", "The account is closed.");
            case PARKED ->
                throw paymentRequired(
                        "account_parked", "The account's books are being checked. Nothing is charged until then.");
        }
    }

    /** @throws ApiErrorException where the key is not for this model; told as if there was none */
    public static void requireModel(Caller caller, String model) {
        if (!caller.mayUse(model)) {
            throw new ApiErrorException(ApiError.of(
                            404,
                            "model_not_found",
                            "There is no such model",
                            "The model does not exist, or your API key is not for it.")
                    .at("model"));
        }
    }

    private static ApiErrorException paymentRequired(String code, String detail) {
        return new ApiErrorException(ApiError.of(402, code, "The account may not spend", detail));
    }
}
