package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;

/** Questions that did not travel with their prompts: they never leave the gateway's database. */
public interface KeptQuestions {

    /** What the model is to be asked. Fails where the database cannot be reached, and may be repeated. */
    Uni<Question> of(PromptId promptId);

    /** What was found. */
    sealed interface Question {

        record Asked(PromptContent content) implements Question {}

        /** Its owner has cancelled it. */
        record Withdrawn() implements Question {}

        /** There is no such prompt, or its text was forgotten. */
        record Forgotten() implements Question {}
    }
}
