package dev.kopeck.contracts.event;

/** Why billing declined a prompt. Nothing was reserved and no model was called. */
public enum DeclineReason {
    /** The account's available balance does not cover the prompt with even the shortest useful answer. */
    INSUFFICIENT_FUNDS,
    /** The payer names an account that does not exist. */
    UNKNOWN_ACCOUNT,
    /** An operator froze the account. */
    ACCOUNT_FROZEN,
    /** The account was closed. */
    ACCOUNT_CLOSED,
    /** The account's books do not add up; nothing is charged until an operator has looked at it. */
    ACCOUNT_PARKED,
    /** No price is set for the model; what has no price is never called. */
    UNKNOWN_PRICE,
    /** An operator switched the model off. */
    MODEL_INACTIVE,
    /** Tokens times rates leave the range of exact arithmetic. */
    COST_OUT_OF_RANGE,
    /** The account's own limit for the day or the month does not cover the prompt. */
    SPEND_LIMIT_REACHED,
    /** The API key is unknown, expired, revoked or another account's. */
    KEY_INVALID,
    /** The API key's own spend limit does not cover the prompt. */
    KEY_LIMIT_REACHED,
    /** The API key may not use this model. */
    MODEL_NOT_ALLOWED,
    /** The prompt's id was used before for another prompt. */
    PROMPT_ID_REUSED
}
