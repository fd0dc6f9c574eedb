package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;

/**
 * The money of an account.
 *
 * @param posted what was paid in minus what was charged
 * @param held the part of it that open holds keep
 * @param creditLimit how far below zero the available balance may go
 */
public record Funds(Nanos posted, Nanos held, Nanos creditLimit) {

    public static final Funds NONE = new Funds(Nanos.ZERO, Nanos.ZERO, Nanos.ZERO);

    /** What is left of the balance; below zero where credit is used. */
    public Nanos available() {
        return posted.minus(held);
    }

    /** What reservations may still take: the rest of the balance and of the credit; never below zero. */
    public Nanos spendable() {
        var spendable = available().plus(creditLimit);
        return spendable.isNegative() ? Nanos.ZERO : spendable;
    }

    /** The credit that is used by charges and holds. */
    public Nanos creditUsed() {
        return available().isNegative() ? Nanos.ZERO.minus(available()) : Nanos.ZERO;
    }

    public boolean isEmpty() {
        return posted.equals(Nanos.ZERO) && held.equals(Nanos.ZERO);
    }

    /** Whether posted plus this limit, which reservations compute, still fits. */
    boolean affordsLimit(Nanos limit) {
        return posted.isNegative() || posted.value() <= Long.MAX_VALUE - limit.value();
    }

    Funds withCreditLimit(Nanos limit) {
        return new Funds(posted, held, limit);
    }
}
