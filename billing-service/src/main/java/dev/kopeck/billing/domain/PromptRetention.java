package dev.kopeck.billing.domain;

import java.time.Duration;

/** How long Kafka keeps prompts, so that they can be read again. */
public sealed interface PromptRetention {

    /** @param longest how old a prompt may become that can still be read */
    record Bounded(Duration longest) implements PromptRetention {}

    /** For ever. */
    record Unbounded() implements PromptRetention {}

    /** @param reason why the broker did not tell */
    record Untold(String reason) implements PromptRetention {}
}
