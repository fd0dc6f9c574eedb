package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.AccountId;
import java.time.Duration;
import java.util.Map;

/**
 * Whose texts are kept, and for how long.
 *
 * @param usual for every account that is not named; zero keeps nothing
 * @param accounts by account; zero keeps nothing
 * @param fetch where nothing is kept: how long an answer waits to be fetched
 */
public record TextRules(Duration usual, Map<AccountId, Duration> accounts, Duration fetch) {

    public TextRules {
        accounts = Map.copyOf(accounts);
    }

    public TextRule of(AccountId account) {
        var kept = accounts.getOrDefault(account, usual);
        return kept.isPositive() ? new TextRule(kept, true) : new TextRule(fetch, false);
    }
}
