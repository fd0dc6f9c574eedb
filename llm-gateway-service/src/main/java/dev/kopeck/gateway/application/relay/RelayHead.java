package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;

/**
 * What a client is told of its request before the answer.
 *
 * @param grantedOutputTokens the longest answer that the hold covers, all choices together
 * @param held the amount that is reserved
 */
public record RelayHead(PromptId promptId, long grantedOutputTokens, Nanos held) {}
