package dev.kopeck.gateway.application;

import dev.kopeck.contracts.money.Usage;
import org.jspecify.annotations.Nullable;

/** What a model says while it answers. */
public sealed interface ModelEvent {

    /** Some more of the answer. */
    record Text(String text) implements ModelEvent {

        /** Without the text: answers never reach a log. */
        @Override
        public String toString() {
            return "Text[%d characters]".formatted(text.length());
        }
    }

    /** A sign of life without text, such as reasoning that is not shown. */
    record Progress() implements ModelEvent {}

    /**
     * The answer is complete. Nothing follows.
     *
     * @param finishReason as the provider named it; null where it named none
     * @param usage as the provider counted it, an explicit zero included; null where it did not count
     */
    record Ended(@Nullable String finishReason, @Nullable Usage usage) implements ModelEvent {}
}
