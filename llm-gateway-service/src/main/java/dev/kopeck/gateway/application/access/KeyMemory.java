package dev.kopeck.gateway.application.access;

import dev.kopeck.contracts.identity.AccountId;
import java.util.UUID;

/** Answers about keys that are remembered for a moment. Never blocks. */
public interface KeyMemory {

    /** From now on billing is asked about this key again. */
    void forgetKey(UUID keyId);

    /** From now on billing is asked about all keys of this account again. */
    void forgetAccount(AccountId accountId);
}
