package dev.kopeck.gateway.application.prompts;

import java.time.Duration;

/**
 * How long texts are kept once their prompt has ended.
 *
 * @param keptFor how long the answer can be read
 * @param messagesKept whether the prompt's own text is kept so long too, or forgotten when the prompt ends
 */
public record TextRule(Duration keptFor, boolean messagesKept) {

    public TextRule {
        if (!keptFor.isPositive()) {
            throw new IllegalArgumentException("an answer must be there long enough to be read");
        }
    }
}
