package dev.kopeck.contracts.event;

import java.util.List;

/**
 * The value of a {@link PromptSubmitted} and of its {@link PromptAuthorized}: what the model is asked.
 *
 * @param messages the conversation, oldest first; at least one
 */
public record PromptContent(List<Message> messages) {

    public PromptContent {
        messages = List.copyOf(messages);
    }

    /** One turn of a conversation. */
    public record Message(Role role, String text) {

        /** Without the text: prompts never reach a log. */
        @Override
        public String toString() {
            return "Message[role=%s, text=%d characters]".formatted(role, text.length());
        }
    }

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }
}
