package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptDeclined;

/** What billing says to a prompt. */
public sealed interface Reply {

    record Authorized(PromptAuthorized prompt) implements Reply {}

    record Declined(PromptDeclined prompt) implements Reply {}

    /** Billing did not say anything in time, or could not be asked. */
    record Silence() implements Reply {}
}
