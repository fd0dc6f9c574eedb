package dev.kopeck.billing.application;

import dev.kopeck.contracts.money.Nanos;

/** What operators watch of money in and money back. */
public interface MoneyMetrics {

    void paymentCredited(Nanos amount);

    /** It was credited before, and nothing happened. */
    void paymentReplayed();

    /** Somebody paid and was not credited: a person has to look at the dead letter. */
    void paymentParked();

    /** What was left of grants that had ended, and was taken back. */
    void breakage(Nanos amount);

    /** @param outcome {@code redeemed}, or why not */
    void code(String outcome);
}
