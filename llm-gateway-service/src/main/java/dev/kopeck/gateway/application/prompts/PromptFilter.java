package dev.kopeck.gateway.application.prompts;

import dev.kopeck.gateway.domain.PromptState;
import java.time.Instant;
import java.util.Optional;

/** Which prompts are listed: all that is given must hold. */
public record PromptFilter(
        Optional<PromptState> state, Optional<String> model, Optional<Instant> from, Optional<Instant> until) {}
