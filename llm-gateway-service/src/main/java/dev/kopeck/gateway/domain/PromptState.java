package dev.kopeck.gateway.domain;

/** Where a prompt of the prompt API stands. */
public enum PromptState {
    /** Waits for billing, or for a model. */
    QUEUED,
    /** A model answers. */
    RUNNING,
    COMPLETED,
    /** No answer; costs nothing. */
    FAILED,
    /** Its owner did not want it any more; costs what was delivered. */
    CANCELLED,
    /** Billing did not let it pass; no model was called. */
    DECLINED
}
