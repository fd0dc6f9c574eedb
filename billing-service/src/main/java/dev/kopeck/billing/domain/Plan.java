package dev.kopeck.billing.domain;

import java.time.Instant;

/**
 * A plan that accounts are on.
 *
 * @param markup basis points on list prices; negative where the plan is cheaper than the list
 * @param accounts how many accounts are on it
 */
public record Plan(String name, int markup, long accounts, Instant updatedAt) {

    public static final int MARKUP_LEAST = -Factor.BASIS_POINTS;
    public static final int MARKUP_MOST = 1_000_000;
}
