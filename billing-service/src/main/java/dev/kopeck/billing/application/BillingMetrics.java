package dev.kopeck.billing.application;

import dev.kopeck.contracts.money.Nanos;

/** What operators watch. Counts what happened now, never replays of it. */
public interface BillingMetrics {

    /** @param outcome {@code held}, {@code resolved}, {@code parked}, or a reason to decline */
    void reservation(String outcome);

    /** @param resolution {@code settled}, {@code released}, {@code settled_late}, {@code replayed}, {@code parked} */
    void settlement(String resolution, Nanos charged, Nanos uncollected);

    void expired(int holds);

    void overdueHolds(long holds);

    /** @param topic the topic whose record is set aside */
    void deadLetter(String topic);

    /** The books could not be reached; the batch is tried again. */
    void storeRetry();
}
