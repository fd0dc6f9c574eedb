package dev.kopeck.gateway.domain;

/** Why a prompt may not even wait. */
public enum RoomFull {
    /** Too many prompts wait in this instance. */
    QUEUE_FULL,
    /** Too many prompts of this account wait in this instance. */
    ACCOUNT_QUEUE_FULL
}
