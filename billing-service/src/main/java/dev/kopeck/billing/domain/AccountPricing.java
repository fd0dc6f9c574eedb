package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.util.Optional;

/**
 * On which terms an account buys.
 *
 * @param plan the name of its plan, where it has one
 * @param markup the plan's, in basis points; zero without a plan
 * @param discount its own, in basis points off the plan's prices
 * @param spendable what it could spend just now: posted less held, and its credit
 */
public record AccountPricing(AccountId account, Optional<String> plan, int markup, int discount, Nanos spendable) {

    public Factor factor() {
        return Factor.of(markup, discount);
    }
}
