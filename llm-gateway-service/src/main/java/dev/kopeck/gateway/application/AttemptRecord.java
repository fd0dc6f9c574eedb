package dev.kopeck.gateway.application;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a provider, over. Holds no text of anybody.
 *
 * @param number from 1 for each prompt and run, over all targets
 * @param provider the provider's id
 * @param model the model's id in the catalogue
 * @param outcome {@code answered}, {@code cancelled}, or the kind of failure
 * @param status the HTTP status of a failure; 0 where there was none
 * @param usage what the provider reported; null where it did not
 */
public record AttemptRecord(
        PromptId promptId,
        int number,
        String provider,
        String model,
        Instant startedAt,
        Instant endedAt,
        String outcome,
        int status,
        @Nullable Usage usage) {}
