package dev.kopeck.gateway.adapter.http.prompts;

import dev.kopeck.gateway.adapter.http.ApiError;
import dev.kopeck.gateway.adapter.http.ApiErrorException;
import org.jboss.logging.Logger;

/** What goes wrong with prompts. */
final class PromptErrors {

    private static final Logger LOG = Logger.getLogger(PromptErrors.class);

    private PromptErrors() {}

    static ApiErrorException keyReused() {
        return new ApiErrorException(ApiError.of(
                        422,
                        "idempotency_key_reused",
                        "This key was used for another request",
                        "The same key must come with the same body; use a new key for a new prompt.")
                .at(PromptOrders.IDEMPOTENCY_KEY));
    }

    /** In the words for a key that may not use it, so that nothing is told of models that are for others. */
    static ApiErrorException unknownModel() {
        return new ApiErrorException(ApiError.of(
                        404,
                        "model_not_found",
                        "There is no such model",
                        "The model does not exist, or your API key is not for it.")
                .at("model"));
    }

    static ApiErrorException tooLong(long tokens, long most) {
        return new ApiErrorException(ApiError.of(
                        400,
                        "context_length_exceeded",
                        "The prompt is too long",
                        "The conversation has %d tokens, but the model takes at most %d.".formatted(tokens, most))
                .at("messages"));
    }

    /** The database did not answer in time. What was asked for may have happened: an Idempotency-Key makes it safe to ask again. */
    static ApiErrorException storeAway(Throwable failure) {
        LOG.warnf(
                "A request for a prompt is not served. cause=%s",
                failure.getClass().getName());
        return new ApiErrorException(
                ApiError.unavailable("Prompts cannot be reached right now. Try again, with the same Idempotency-Key."));
    }
}
