package dev.kopeck.billing.config;

import dev.kopeck.billing.application.HoldDesk;
import dev.kopeck.billing.application.KeepLedger;
import dev.kopeck.billing.application.LedgerEntries;
import dev.kopeck.billing.application.LedgerMetrics;
import dev.kopeck.billing.application.LedgerUpkeep;
import dev.kopeck.billing.application.ReadLedger;
import dev.kopeck.billing.application.ReleaseHold;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires what reads the ledger and looks after it. */
@Singleton
class LedgerBeans {

    @Produces
    @Singleton
    KeepLedger keepLedger(BillingConfig config, LedgerUpkeep ledger, LedgerMetrics metrics) {
        var ledgerConfig = config.ledger();
        return new KeepLedger(
                ledger,
                metrics,
                new KeepLedger.Limits(
                        ledgerConfig.monthsAhead(), ledgerConfig.rollRowsMax(), ledgerConfig.rollStepsMax()));
    }

    @Produces
    @Singleton
    ReadLedger readLedger(BillingConfig config, LedgerEntries entries) {
        return new ReadLedger(entries, config.ledger().pageSize());
    }

    @Produces
    @Singleton
    ReleaseHold releaseHold(HoldDesk desk) {
        return new ReleaseHold(desk);
    }
}
