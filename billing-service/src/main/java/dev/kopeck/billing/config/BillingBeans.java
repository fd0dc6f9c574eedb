package dev.kopeck.billing.config;

import dev.kopeck.billing.application.Accounts;
import dev.kopeck.billing.application.BatchGuard;
import dev.kopeck.billing.application.BillingMetrics;
import dev.kopeck.billing.application.EventSender;
import dev.kopeck.billing.application.ExpireHolds;
import dev.kopeck.billing.application.Holds;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.application.Outbox;
import dev.kopeck.billing.application.OutboxAge;
import dev.kopeck.billing.application.OutboxMetrics;
import dev.kopeck.billing.application.Payers;
import dev.kopeck.billing.application.Prices;
import dev.kopeck.billing.application.RelayOutbox;
import dev.kopeck.billing.application.ReservePrompts;
import dev.kopeck.billing.application.SettleCompletions;
import dev.kopeck.billing.application.WatchOutbox;
import dev.kopeck.billing.domain.ReservationPolicy;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.wire.EventCodec;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Wires the use cases to their ports; the one place where time and chance come from. */
@Singleton
class BillingBeans {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    /** Ids of ledger entries: UUIDs of version 7, since the ledger is partitioned by them. */
    @Produces
    @Singleton
    Supplier<UUID> ids(Clock clock, RandomGenerator random) {
        return () -> PromptId.mint(clock.instant(), random).value();
    }

    @Produces
    @Singleton
    EventCodec codec() {
        return new EventCodec("/billing-service");
    }

    @Produces
    @Singleton
    BatchGuard batchGuard(BillingConfig config, BillingMetrics metrics) {
        return new BatchGuard(config.retryFirstPause(), config.retryLongestPause(), metrics);
    }

    @Produces
    @Singleton
    ReservePrompts reservePrompts(
            BillingConfig config, Payers payers, Prices prices, Holds holds, BatchGuard guard, BillingMetrics metrics) {
        var policy = new ReservationPolicy(config.outputFloorTokens());
        return new ReservePrompts(policy, payers, prices, holds, guard, metrics);
    }

    @Produces
    @Singleton
    SettleCompletions settleCompletions(Prices prices, Holds holds, BatchGuard guard, BillingMetrics metrics) {
        return new SettleCompletions(prices, holds, guard, metrics);
    }

    @Produces
    @Singleton
    ExpireHolds expireHolds(BillingConfig config, Holds holds, BillingMetrics metrics) {
        return new ExpireHolds(holds, config.sweepBatch(), metrics);
    }

    @Produces
    @Singleton
    RelayOutbox relayOutbox(BillingConfig config, Outbox outbox, EventSender sender) {
        return new RelayOutbox(outbox, sender, config.relayBatch());
    }

    @Produces
    @Singleton
    WatchOutbox watchOutbox(OutboxAge outbox, OutboxMetrics metrics) {
        return new WatchOutbox(outbox, metrics);
    }

    @Produces
    @Singleton
    KeepAccounts keepAccounts(Accounts accounts, Payers payers) {
        return new KeepAccounts(accounts, payers);
    }
}
