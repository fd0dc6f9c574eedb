package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.AccountId;
import java.util.Map;
import java.util.Optional;

/**
 * What callbacks are signed with.
 *
 * @param usual for every account that has none of its own; where there is none either, that account has no callbacks
 */
public record CallbackSecrets(Optional<String> usual, Map<AccountId, String> accounts) {

    public CallbackSecrets {
        accounts = Map.copyOf(accounts);
    }

    public Optional<String> of(AccountId account) {
        return Optional.ofNullable(accounts.get(account)).or(() -> usual);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "CallbackSecrets";
    }
}
