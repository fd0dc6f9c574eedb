package dev.kopeck.gateway.application.access;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.gateway.domain.Limits;
import java.util.Map;
import java.util.UUID;

/**
 * Who may ask for how much: what holds for everybody, and for some by name.
 *
 * @param keys by the key's id
 * @param accounts by the account's id
 */
public record LimitBook(Limits perKey, Limits perAccount, Map<UUID, Limits> keys, Map<AccountId, Limits> accounts) {

    public LimitBook {
        keys = Map.copyOf(keys);
        accounts = Map.copyOf(accounts);
    }

    public Limits ofKey(UUID keyId) {
        return keys.getOrDefault(keyId, perKey);
    }

    public Limits ofAccount(AccountId account) {
        return accounts.getOrDefault(account, perAccount);
    }
}
