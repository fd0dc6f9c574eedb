package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.tokens.TokenCounter;

/** Begins the texts of answers, with all their limits. */
public final class AnswerTexts {

    private final TokenCounter counter;
    private final Previews previews;
    private final DeliverySettings settings;

    public AnswerTexts(TokenCounter counter, Previews previews, DeliverySettings settings) {
        this.counter = counter;
        this.previews = previews;
        this.settings = settings;
    }

    AnswerText begin(PromptAuthorized prompt, ModelCall call) {
        return new AnswerText(
                target -> new OutputGuard(counter, target.upstreamName(), call.outputTokensMax()),
                call.model().primary(),
                new PreviewPacer(prompt, settings.previews(), previews),
                settings.answerCharsMax());
    }
}
