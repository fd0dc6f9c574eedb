package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.event.CompletionContent.Problem;

/**
 * Everything that a user may be told instead of, or after, an answer. Never a provider's own words, and nothing about money,
 * which is for others to tell.
 */
public final class Problems {

    private Problems() {}

    public static Problem unknownModel(String model) {
        return new Problem("unknown_model", "There is no model called " + model + ".");
    }

    public static Problem contextLengthExceeded(long tokens, long fit) {
        return new Problem(
                "context_length_exceeded",
                "The conversation has %d tokens, but the model takes at most %d. Shorten it, or start a new one."
                        .formatted(tokens, fit));
    }

    public static Problem roomFull(RoomFull reason) {
        return switch (reason) {
            case QUEUE_FULL ->
                new Problem("queue_full", "Too many prompts are waiting right now. Please try again in a moment.");
            case ACCOUNT_QUEUE_FULL ->
                new Problem(
                        "account_queue_full",
                        "As many of your prompts are waiting as may wait at a time. Please try again when one is answered.");
        };
    }

    public static Problem holdExpired() {
        return new Problem("hold_expired", "The prompt waited so long that its reservation ended. Please try again.");
    }

    public static Problem unreadablePrompt() {
        return new Problem("unreadable_prompt", "The prompt arrived damaged and was not sent to a model. Try again.");
    }

    public static Problem emptyAnswer() {
        return new Problem("empty_answer", "The model gave an empty answer.");
    }

    public static Problem undeliverableAnswer() {
        return new Problem(
                "undeliverable_answer", "The model's answer could not be delivered. Please ask for a shorter one.");
    }

    public static Problem cancelled() {
        return new Problem("cancelled", "The answer was stopped.");
    }

    public static Problem of(ModelFailure.Kind kind) {
        return switch (kind) {
            case STREAM_CUT ->
                new Problem("stream_cut", "The model's answer broke off in the middle. Please try again.");
            case TIMEOUT -> new Problem("provider_timeout", "The model took too long to answer. Please try again.");
            case OVERLOADED, UNREACHABLE, SERVER_ERROR ->
                new Problem("provider_error", "The model cannot be reached right now. Please try again later.");
            case REJECTED, GARBLED -> new Problem("provider_error", "The model's provider did not accept the prompt.");
        };
    }
}
