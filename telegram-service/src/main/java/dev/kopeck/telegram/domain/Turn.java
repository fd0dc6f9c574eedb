package dev.kopeck.telegram.domain;

import org.jspecify.annotations.Nullable;

/**
 * A question and, once it is final, its answer. Turns whose prompt failed or was declined are not part of a
 * conversation.
 */
public record Turn(String question, @Nullable String answer) {

    /** Without the texts: prompts never reach a log. */
    @Override
    public String toString() {
        return "Turn[answered=%s]".formatted(answer != null);
    }
}
