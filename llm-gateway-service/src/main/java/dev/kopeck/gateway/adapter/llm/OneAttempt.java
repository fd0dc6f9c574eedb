package dev.kopeck.gateway.adapter.llm;

import dev.langchain4j.model.openai.OpenAiChatModel;
import io.quarkiverse.langchain4j.ModelBuilderCustomizer;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Takes the extension's own retries away: they ignore Retry-After, are not counted as attempts, and their warnings
 * quote the provider. Its setting {@code max-retries} does not go below one retry.
 */
@ApplicationScoped
class OneAttempt implements ModelBuilderCustomizer<OpenAiChatModel.OpenAiChatModelBuilder> {

    @Override
    public void customize(OpenAiChatModel.OpenAiChatModelBuilder builder) {
        builder.maxRetries(0);
    }
}
