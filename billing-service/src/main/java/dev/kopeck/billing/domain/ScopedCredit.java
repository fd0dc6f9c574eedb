package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import java.util.List;

/**
 * Promotional credit of a customer that pays prompts for certain models only.
 *
 * @param id the account that it lies in; it has a statement of its own
 * @param models in the order of their names, at least one
 * @param parked whether its books do not add up; prompts are then paid without it
 */
public record ScopedCredit(AccountId id, List<String> models, Funds funds, boolean parked) {

    public ScopedCredit {
        models = List.copyOf(models);
    }
}
