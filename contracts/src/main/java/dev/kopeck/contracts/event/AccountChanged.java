package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something about an account changed outside of prompts.
 *
 * @param changeId the ledger entry or operation behind it
 * @param payer how the account's door knows it
 * @param amount what was credited (or taken, where negative); zero where no money moved
 * @param balance the posted balance right after
 * @param currency three letters, ISO 4217
 * @param apiKeyId the API key that the change is about; null, and absent on the wire, where it is about none
 */
public record AccountChanged(
        UUID changeId,
        Payer payer,
        AccountId accountId,
        Change change,
        Nanos amount,
        Nanos balance,
        String currency,
        @Nullable UUID apiKeyId)
        implements Event {

    /** A change that is about no API key. */
    public AccountChanged(
            UUID changeId,
            Payer payer,
            AccountId accountId,
            Change change,
            Nanos amount,
            Nanos balance,
            String currency) {
        this(changeId, payer, accountId, change, amount, balance, currency, null);
    }

    @Override
    public Topic topic() {
        return Topic.ACCOUNTS_CHANGED;
    }

    @Override
    public String eventId() {
        return changeId.toString();
    }

    /** What changed. */
    public enum Change {
        REGISTERED,
        CREDITED,
        REFUNDED,
        BALANCE_LOW,
        FROZEN,
        UNFROZEN,
        CLOSED,
        KEY_REVOKED
    }
}
