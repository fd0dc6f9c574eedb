package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** A prompt as it is put on the shelf, before anybody hears of it. */
public record KeptPrompt(
        PromptSubmitted facts,
        AccountId account,
        UUID keyId,
        PromptContent content,
        Optional<String> idempotencyKey,
        RequestHash request,
        TextRule texts,
        Optional<URI> callback) {}
