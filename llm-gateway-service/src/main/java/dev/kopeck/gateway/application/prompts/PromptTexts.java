package dev.kopeck.gateway.application.prompts;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Forgets prompts of the prompt API, in batches; each returns how many it forgot, less than the bound at the end. */
public interface PromptTexts {

    /** Texts of prompts and answers whose time is over, by the database's clock. */
    Uni<Integer> forgetTexts(int atMost);

    /** Prompts that are older than this, altogether, however they stand. */
    Uni<Integer> forgetPrompts(Duration olderThan, int atMost);
}
