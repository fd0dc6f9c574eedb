package dev.kopeck.billing.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptDeclined;

/** What is told about one submitted prompt. */
public sealed interface PromptDecision {

    /** The worst case is held. */
    record Authorized(PromptAuthorized event) implements PromptDecision {}

    /** Nothing is held, and never will be for this id. */
    record Declined(PromptDeclined event) implements PromptDecision {}

    /** Everything about it was told before. */
    record Silent() implements PromptDecision {}

    /** It cannot be decided; a person has to look at it. */
    record Parked(String reason) implements PromptDecision {}
}
