package dev.kopeck.gateway.domain.relay;

import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.gateway.domain.ModelFailure;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every refusal that does not come from reading the request. Never a provider's own words. */
public final class Refusals {

    private static final String RATE = "rate_limit_error";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private Refusals() {}

    public static Refusal unknownModel(String model) {
        return new Refusal(
                404,
                Refusal.INVALID_REQUEST,
                "model_not_found",
                "The model \"%s\" does not exist or has no price. GET /v1/models lists those that you may use."
                        .formatted(shown(model)),
                "model",
                null);
    }

    public static Refusal modelNotAllowed(String model) {
        return new Refusal(
                403,
                "permission_error",
                "model_not_allowed",
                "This API key may not use the model \"%s\". GET /v1/models lists those that it may use."
                        .formatted(shown(model)),
                "model",
                null);
    }

    public static Refusal invalidKey() {
        return Refusal.of(
                401,
                Refusal.INVALID_REQUEST,
                "invalid_api_key",
                "No valid API key came with the request. Send one as: Authorization: Bearer YOUR_KEY.");
    }

    /** Billing could not be asked: what is not reserved is not called. */
    public static Refusal billingAway() {
        return Refusal.later(
                503,
                "billing_unavailable",
                LATER,
                "The request could not be paid for right now, so no model was called. Please try again.");
    }

    public static Refusal stopping() {
        return Refusal.later(503, "gateway_stopping", SOON, "This gateway is stopping. Please try again.");
    }

    /** Too many requests wait; nothing is charged. */
    public static Refusal queueFull(boolean ofAccount, Duration retryAfter) {
        return new Refusal(
                429,
                RATE,
                "queue_full",
                ofAccount
                        ? "Too many requests of this account wait already. Nothing was charged; try again later."
                        : "Too many requests wait already. Nothing was charged; try again later.",
                null,
                retryAfter);
    }

    /** @param retryAfter null where waiting does not help */
    public static Refusal rateLimited(String what, @Nullable Duration retryAfter) {
        return new Refusal(
                429,
                RATE,
                "rate_limit_exceeded",
                retryAfter == null
                        ? "The request needs more than the limit of %s allows at all.".formatted(what)
                        : "The limit of %s is reached. Try again later.".formatted(what),
                null,
                retryAfter);
    }

    public static Refusal frozen() {
        return closed("account_frozen", "The account is frozen.");
    }

    public static Refusal closed() {
        return closed("account_closed", "The account is closed.");
    }

    public static Refusal parked() {
        return closed("account_parked", "The account is being looked at by an operator.");
    }

    public static Refusal running() {
        return Refusal.of(
                409,
                Refusal.INVALID_REQUEST,
                "idempotency_key_in_use",
                "A request with this Idempotency-Key is running. Wait for its answer, or send another key.");
    }

    public static Refusal answered() {
        return Refusal.of(
                409,
                Refusal.INVALID_REQUEST,
                "idempotency_key_used",
                "A request with this Idempotency-Key was answered and charged. Relayed answers are not kept: send"
                        + " another key to ask again.");
    }

    public static Refusal holdExpired() {
        return Refusal.later(
                503,
                "hold_expired",
                SOON,
                "The request waited so long that its reservation ended. Nothing was charged; please try again.");
    }

    /** What billing declined: nothing is held, and no model was called. */
    public static Refusal declined(PromptDeclined declined) {
        return switch (declined.reason()) {
            case INSUFFICIENT_FUNDS ->
                unpaid("insufficient_funds", "The balance does not cover this request", declined, "top up the account");
            case SPEND_LIMIT_REACHED ->
                unpaid("spend_limit", "The account's spend limit does not cover this request", declined, "raise it");
            case KEY_LIMIT_REACHED ->
                unpaid("key_limit", "The API key's spend limit does not cover this request", declined, "raise it");
            case ACCOUNT_FROZEN -> frozen();
            case ACCOUNT_CLOSED -> closed();
            case ACCOUNT_PARKED -> parked();
            case UNKNOWN_ACCOUNT, KEY_INVALID -> invalidKey();
            case UNKNOWN_PRICE, MODEL_INACTIVE -> unknownModel(declined.model());
            case MODEL_NOT_ALLOWED -> modelNotAllowed(declined.model());
            case COST_OUT_OF_RANGE ->
                Refusal.of(
                        400,
                        Refusal.INVALID_REQUEST,
                        "cost_out_of_range",
                        "The request is so large that its cost cannot be computed.");
            case PROMPT_ID_REUSED ->
                Refusal.of(
                        409,
                        Refusal.INVALID_REQUEST,
                        "idempotency_key_reused",
                        "This Idempotency-Key was used for another request.");
        };
    }

    /** What a provider could not do. Nothing was delivered, so nothing is charged. */
    public static Refusal failed(ModelFailure failure) {
        return switch (failure.kind()) {
            case OVERLOADED ->
                Refusal.later(
                        503,
                        "provider_overloaded",
                        Objects.requireNonNullElse(failure.retryAfter(), LATER),
                        "The model's provider is overloaded. Nothing was charged; please try again.");
            case TIMEOUT ->
                Refusal.of(
                        504,
                        Refusal.SERVER,
                        "provider_timeout",
                        "The model took too long to answer. Nothing was charged; please try again.");
            case SERVER_ERROR, UNREACHABLE, STREAM_CUT, REJECTED, GARBLED ->
                Refusal.of(
                        502,
                        Refusal.SERVER,
                        "provider_error",
                        "The model cannot be reached right now. Nothing was charged; please try again.");
        };
    }

    /** A stream that broke off in the middle. What was delivered is charged. */
    public static Refusal cut() {
        return Refusal.of(
                502,
                Refusal.SERVER,
                "stream_cut",
                "The model's answer broke off in the middle. Only what you received is charged.");
    }

    private static Refusal unpaid(String code, String what, PromptDeclined declined, String advice) {
        return Refusal.of(
                402,
                Refusal.QUOTA,
                code,
                "%s: it needs at least %s %s, and %s is left. Ask for a shorter answer, or %s."
                        .formatted(
                                what,
                                declined.needed().toDecimal(),
                                declined.currency(),
                                declined.available().toDecimal(),
                                advice));
    }

    private static Refusal closed(String code, String what) {
        return Refusal.of(402, Refusal.QUOTA, code, what + " Please ask the operator.");
    }

    private static String shown(String model) {
        return model.length() > 100 ? model.substring(0, 100) + "…" : model;
    }
}
