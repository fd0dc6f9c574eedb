package dev.kopeck.contracts.event;

/** How the gateway ended a prompt. */
public enum Outcome {
    /** The answer is complete, up to the granted limit. Costs what it used. */
    COMPLETED,
    /** The provider failed, or broke off in the middle. Costs nothing. */
    FAILED,
    /** The user stopped it. Costs what was delivered. */
    CANCELLED,
    /** The gateway did not call a model: unknown model, too long for its context, no room. Costs nothing. */
    REFUSED;

    /** Whether the payer is charged for the usage of a prompt that ended like this. */
    public boolean isCharged() {
        return this == COMPLETED || this == CANCELLED;
    }
}
