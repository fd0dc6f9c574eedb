package dev.kopeck.telegram.application;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.Conversation;
import dev.kopeck.telegram.domain.Turn;
import dev.kopeck.tokens.TokenCounter;
import java.util.List;

/** Makes a prompt of a question and what was said before it. */
public final class ComposePrompt {

    private final TokenCounter tokens;
    private final Settings settings;

    public ComposePrompt(TokenCounter tokens, Settings settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    /**
     * @param model the catalogue's id
     * @param maxOutputTokens the longest answer wanted
     */
    public record Settings(String model, long maxOutputTokens, Conversation.Frame frame) {}

    public StoredPrompt compose(PromptId id, Payer payer, List<Turn> past, String question) {
        var model = settings.model();
        var content = Conversation.compose(
                settings.frame(), past, question, messages -> tokens.promptUpperBound(model, messages));
        var facts = new PromptSubmitted(
                id,
                payer,
                Channel.TELEGRAM,
                model,
                tokens.promptUpperBound(model, content.messages()),
                settings.maxOutputTokens(),
                PromptSubmitted.PRIORITY_NORMAL);
        return new StoredPrompt(facts, content);
    }
}
