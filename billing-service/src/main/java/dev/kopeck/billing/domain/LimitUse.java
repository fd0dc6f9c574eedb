package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;

/**
 * A limit of the current period and what is used of it.
 *
 * @param spent charged since the period began
 * @param held what open holds may still charge, whenever they were made
 */
public record LimitUse(Nanos limit, Nanos spent, Nanos held, CalendarPeriod period) {

    /** Never below zero, even where the limit was lowered below what is used. */
    public Nanos left() {
        var left = limit.minus(spent).minus(held);
        return left.isNegative() ? Nanos.ZERO : left;
    }
}
