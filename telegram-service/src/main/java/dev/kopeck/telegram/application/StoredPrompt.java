package dev.kopeck.telegram.application;

import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptSubmitted;

/** A prompt exactly as it was first understood: facts and content of its event. */
public record StoredPrompt(PromptSubmitted facts, PromptContent content) {}
