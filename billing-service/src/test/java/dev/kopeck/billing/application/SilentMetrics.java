package dev.kopeck.billing.application;

import dev.kopeck.contracts.money.Nanos;

/** For tests that do not look at metrics. */
final class SilentMetrics implements BillingMetrics {

    @Override
    public void reservation(String outcome) {}

    @Override
    public void settlement(String resolution, Nanos charged, Nanos uncollected) {}

    @Override
    public void expired(int holds) {}

    @Override
    public void overdueHolds(long holds) {}

    @Override
    public void deadLetter(String topic) {}

    @Override
    public void storeRetry() {}
}
