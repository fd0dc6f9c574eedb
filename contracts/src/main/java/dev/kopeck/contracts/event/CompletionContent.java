package dev.kopeck.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * The value of a {@link CompletionFinished} record: the answer, or why there is none.
 *
 * @param text the answer; empty where nothing was delivered, partial where the outcome is not completed
 * @param finishReason as the provider named it, such as {@code stop} or {@code length}; null where it named none
 * @param problem what went wrong, in words for the user; null where the outcome is completed
 */
public record CompletionContent(
        String text,
        @Nullable String finishReason,
        @Nullable Problem problem) {

    /** Without the text: answers never reach a log. */
    @Override
    public String toString() {
        return "CompletionContent[text=%d characters, finishReason=%s, problem=%s]"
                .formatted(text.length(), finishReason, problem);
    }

    /**
     * @param code stable, for programs: {@code provider_error}, {@code provider_timeout}, {@code stream_cut},
     *     {@code empty_answer}, {@code unknown_model}, {@code context_length_exceeded}, {@code hold_expired},
     *     {@code cancelled}, {@code unreadable_prompt}, {@code undeliverable_answer}, {@code queue_full},
     *     {@code account_queue_full}
     * @param message one sentence for the user; never the provider's own text, which may hold secrets
     */
    public record Problem(String code, String message) {}
}
