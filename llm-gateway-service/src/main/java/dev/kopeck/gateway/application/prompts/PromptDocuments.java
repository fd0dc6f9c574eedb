package dev.kopeck.gateway.application.prompts;

/** A prompt's report in the words of the API. */
public interface PromptDocuments {

    /** JSON, as {@code GET /v1/prompts/{id}} answers. */
    String json(PromptReport prompt);
}
