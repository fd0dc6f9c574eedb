package dev.kopeck.gateway.application.access;

import dev.kopeck.contracts.event.AccountChanged;

/** Forgets what was said about keys as soon as billing tells that it is so no more. */
public final class FollowAccounts {

    private final KeyMemory memory;

    public FollowAccounts(KeyMemory memory) {
        this.memory = memory;
    }

    public void on(AccountChanged event) {
        switch (event.change()) {
            case KEY_REVOKED -> {
                if (event.apiKeyId() != null) {
                    memory.forgetKey(event.apiKeyId());
                }
            }
            case FROZEN, UNFROZEN, CLOSED -> memory.forgetAccount(event.accountId());
            case REGISTERED, CREDITED, REFUNDED, BALANCE_LOW -> {
                // Money is billing's to decide about, prompt by prompt.
            }
        }
    }
}
