package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.Payer;

/**
 * Something that happened, told on one topic. Deliveries repeat: {@link #eventId} is the same each time that the same
 * fact is told, and every consumer drops what it has already handled.
 */
public sealed interface Event
        permits PromptSubmitted,
                PromptAuthorized,
                PromptDeclined,
                PromptCancelled,
                CompletionChunk,
                CompletionFinished,
                ChargeSettled,
                AccountChanged,
                PaymentReceived {

    /** The topic that carries events of this kind. */
    Topic topic();

    /** Unique among the events of its topic, derived from what happened. */
    String eventId();

    /** The record key, so that what concerns one payer keeps its order within a topic. */
    Payer payer();
}
