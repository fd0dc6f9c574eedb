package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.gateway.domain.DispatchDecision;
import dev.kopeck.gateway.domain.DispatchPolicy;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.Problems;
import dev.kopeck.tokens.TokenCounter;
import java.time.InstantSource;

/** Finds the model, counts the prompt with its tokenizer, and decides what to ask of it. */
public final class PlanDispatch {

    private final Catalogue catalogue;
    private final DispatchPolicy policy;
    private final TokenCounter counter;
    private final InstantSource clock;

    public PlanDispatch(Catalogue catalogue, DispatchPolicy policy, TokenCounter counter, InstantSource clock) {
        this.catalogue = catalogue;
        this.policy = policy;
        this.counter = counter;
        this.clock = clock;
    }

    DispatchDecision plan(PromptAuthorized prompt, PromptContent content) {
        var name = prompt.prompt().model();
        return catalogue
                .find(name)
                .map(model -> plan(prompt, content, model))
                .orElseGet(() -> new DispatchDecision.Refuse(Problems.unknownModel(name)));
    }

    private DispatchDecision plan(PromptAuthorized prompt, PromptContent content, Model model) {
        long inputTokens = counter.promptEstimate(model.upstreamName(), content.messages());
        return policy.decide(prompt, content, model, inputTokens, clock.instant());
    }
}
