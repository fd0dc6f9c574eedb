package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.Channel;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Prompts that ended, and what they cost.
 *
 * @param key what the line stands for
 * @param prompts all that ended: charged, released, expired
 * @param chargedPrompts those that were charged for, late ones among them
 * @param estimated the part of charged whose tokens Kopeck counted instead of the provider
 * @param uncollected what could not be charged
 */
public record UsageLine(
        Key key,
        long prompts,
        long chargedPrompts,
        Total charged,
        long estimatedPrompts,
        Total estimated,
        long uncollectedPrompts,
        Total uncollected,
        Tokens tokens) {

    /** What is not asked for is empty; so is the model of a price that is gone. Ordered as lines are. */
    public record Key(
            Optional<LocalDate> day, Optional<Long> account, Optional<String> model, Optional<Channel> channel) {}

    /** Tokens that were charged for, by kind; cached and written ones are parts of the input. */
    public record Tokens(long input, long cachedInput, long cacheWrite, long output, long reasoning) {}
}
