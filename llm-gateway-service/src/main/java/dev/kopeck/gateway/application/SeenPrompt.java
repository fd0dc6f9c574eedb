package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import java.time.Instant;

/**
 * An authorised prompt, and since when this gateway knows of it.
 *
 * @param seenAt by the gateway's own clock
 */
record SeenPrompt(PromptAuthorized facts, Instant seenAt) {}
