package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.PromptRetention;
import io.smallrye.mutiny.Uni;

/** The topic that prompts come from. */
public interface PromptTopic {

    /** How long prompts can be read again. Never fails: why it is not known is an answer too. */
    Uni<PromptRetention> retention();
}
