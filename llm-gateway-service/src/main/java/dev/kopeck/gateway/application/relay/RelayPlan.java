package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.relay.Refusal;

/** What is asked of billing for a request, or why nothing is. */
sealed interface RelayPlan {

    record Refused(Refusal refusal) implements RelayPlan {}

    /**
     * @param inputTokens no more can be charged as input
     * @param inputEstimate the best guess of the input
     * @param outputTokens the longest answer wanted, all choices together
     */
    record Planned(Model model, long inputTokens, long inputEstimate, long outputTokens) implements RelayPlan {}
}
