package dev.kopeck.gateway.adapter.http.prompts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.gateway.adapter.http.prompts.PromptViews.PromptView;
import dev.kopeck.gateway.application.prompts.PromptDocuments;
import dev.kopeck.gateway.application.prompts.PromptReport;
import jakarta.enterprise.context.ApplicationScoped;

/** What callbacks carry: the very view that the API shows. */
@ApplicationScoped
class ViewDocuments implements PromptDocuments {

    private final ObjectMapper json;

    ViewDocuments(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String json(PromptReport prompt) {
        try {
            return json.writeValueAsString(PromptView.of(prompt));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a prompt cannot be written as JSON", e);
        }
    }
}
