package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.gateway.domain.DispatchDecision;
import dev.kopeck.gateway.domain.DispatchPolicy;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.Problems;
import dev.kopeck.tokens.TokenCounter;
import java.time.Duration;
import java.time.InstantSource;

/** Finds the model, counts the prompt with its tokenizer, and decides what to ask of it. */
public final class PlanDispatch {

    private final CurrentCatalogue catalogue;
    private final DispatchPolicy policy;
    private final TokenCounter counter;
    private final InstantSource clock;

    public PlanDispatch(CurrentCatalogue catalogue, DispatchPolicy policy, TokenCounter counter, InstantSource clock) {
        this.catalogue = catalogue;
        this.policy = policy;
        this.counter = counter;
        this.clock = clock;
    }

    /** Before the prompt waits: what can never be answered need not. */
    DispatchDecision plan(PromptAuthorized prompt, PromptContent content) {
        var name = prompt.prompt().model();
        return catalogue
                .get()
                .find(name)
                .filter(model -> model.kind() == Model.Kind.CHAT)
                .map(model -> plan(prompt, content, model))
                .orElseGet(() -> new DispatchDecision.Refuse(Problems.unknownModel(name)));
    }

    /** Decides again when the prompt's turn has come: meanwhile its hold may be over. The same model, and no second count. */
    DispatchDecision planAgain(PromptAuthorized prompt, PromptContent content, ModelCall before) {
        return policy.decide(prompt, content, before.model(), before.inputTokens(), clock.instant());
    }

    /** How long the prompt may wait. */
    Duration patience(PromptAuthorized prompt) {
        return policy.patience(prompt, clock.instant());
    }

    private DispatchDecision plan(PromptAuthorized prompt, PromptContent content, Model model) {
        long inputTokens = counter.promptEstimate(model.upstreamName(), content.messages());
        return policy.decide(prompt, content, model, inputTokens, clock.instant());
    }
}
