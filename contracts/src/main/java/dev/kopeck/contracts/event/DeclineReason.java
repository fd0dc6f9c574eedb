package dev.kopeck.contracts.event;

/** Why billing declined a prompt. Nothing was reserved and no model was called. */
public enum DeclineReason {
    /** The account's available balance does not cover the prompt with even the shortest useful answer. */
    INSUFFICIENT_FUNDS,
    /** The payer names an account that does not exist. */
    UNKNOWN_ACCOUNT,
    /** An operator froze or closed the account. */
    ACCOUNT_FROZEN,
    /** No price is set for the model; what has no price is never called. */
    UNKNOWN_PRICE,
    /** Tokens times rates leave the range of exact arithmetic. */
    COST_OUT_OF_RANGE,
    /** The prompt's id was used before for another prompt. */
    PROMPT_ID_REUSED
}
