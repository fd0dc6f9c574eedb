package dev.kopeck.gateway.application.prompts;

/** What became of a client's order. */
public sealed interface Submission {

    /** @param before whether an earlier request with the same key was it */
    record Taken(PromptReport prompt, boolean before) implements Submission {}

    /** The key came with another request before. */
    record KeyReused() implements Submission {}

    /** Kafka is away for so long that no more prompts are kept for it. */
    record Full() implements Submission {}
}
