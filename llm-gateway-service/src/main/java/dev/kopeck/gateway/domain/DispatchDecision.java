package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.event.CompletionContent.Problem;

/** Whether an authorised prompt goes to a model. */
public sealed interface DispatchDecision {

    /** A model is called. */
    record Dispatch(ModelCall call) implements DispatchDecision {}

    /** No model is called, and the user is told why. */
    record Refuse(Problem problem) implements DispatchDecision {}
}
