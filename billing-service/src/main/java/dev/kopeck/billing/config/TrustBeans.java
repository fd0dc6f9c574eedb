package dev.kopeck.billing.config;

import dev.kopeck.billing.application.Transactions;
import dev.kopeck.billing.application.trust.BookChecks;
import dev.kopeck.billing.application.trust.BooksForComparison;
import dev.kopeck.billing.application.trust.CheckAccounts;
import dev.kopeck.billing.application.trust.CheckBooks;
import dev.kopeck.billing.application.trust.CheckRuns;
import dev.kopeck.billing.application.trust.Leadership;
import dev.kopeck.billing.application.trust.OutcomeComparison;
import dev.kopeck.billing.application.trust.OutcomeLog;
import dev.kopeck.billing.application.trust.Parking;
import dev.kopeck.billing.application.trust.Proofs;
import dev.kopeck.billing.application.trust.ProveBooks;
import dev.kopeck.billing.application.trust.ProveNightly;
import dev.kopeck.billing.application.trust.ReconcileKafka;
import dev.kopeck.billing.application.trust.ReconcileOnRequest;
import dev.kopeck.billing.application.trust.ReconcileUploads;
import dev.kopeck.billing.application.trust.Reconciliations;
import dev.kopeck.billing.application.trust.RequestReconciliation;
import dev.kopeck.billing.application.trust.SealHours;
import dev.kopeck.billing.application.trust.Seals;
import dev.kopeck.billing.application.trust.TrustMetrics;
import dev.kopeck.billing.application.trust.TrustSettings;
import dev.kopeck.billing.application.trust.TrustState;
import dev.kopeck.billing.application.trust.UnparkAccount;
import dev.kopeck.billing.application.trust.VerifySeals;
import dev.kopeck.billing.application.trust.Violations;
import dev.kopeck.billing.application.trust.WatchViolations;
import dev.kopeck.billing.domain.trust.Nights;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** Wires what proves the books right. */
@Singleton
class TrustBeans {

    @Produces
    @Singleton
    TrustState trustState(Violations violations, CheckRuns runs, Parking parking, Seals seals, TrustMetrics metrics) {
        return new TrustState(violations, runs, parking, seals, metrics);
    }

    @Produces
    @Singleton
    TrustSettings trustSettings(BillingConfig config) {
        var trust = config.trust();
        return new TrustSettings(
                trust.checkScan(),
                trust.portionAccounts(),
                trust.portionEntries(),
                trust.sampleAccounts(),
                trust.sampleEntries(),
                config.overdueGrace());
    }

    @Produces
    @Singleton
    CheckAccounts checkAccounts(
            BookChecks checks, Violations violations, Parking parking, TrustMetrics metrics, TrustSettings settings) {
        return new CheckAccounts(checks, new WatchViolations(violations, parking, metrics), settings);
    }

    @Produces
    @Singleton
    CheckBooks checkBooks(
            Leadership leadership,
            BookChecks checks,
            CheckAccounts accounts,
            TrustState state,
            TrustSettings settings,
            Clock clock) {
        return new CheckBooks(leadership, checks, accounts, state, settings, clock);
    }

    @Produces
    @Singleton
    UnparkAccount unparkAccount(Parking parking, CheckAccounts checks, Violations violations) {
        return new UnparkAccount(parking, checks, violations);
    }

    @Produces
    @Singleton
    ProveBooks proveBooks(
            BookChecks checks,
            CheckAccounts accounts,
            Proofs proofs,
            Violations violations,
            TrustState state,
            TrustSettings settings,
            Clock clock) {
        return new ProveBooks(checks, accounts, proofs, violations, state, settings.portionAccounts(), clock);
    }

    @Produces
    @Singleton
    ProveNightly proveNightly(
            BillingConfig config,
            Leadership leadership,
            Transactions transactions,
            Proofs proofs,
            ProveBooks prove,
            RequestReconciliation reconciliation,
            Supplier<UUID> ids,
            Clock clock) {
        var nights = new Nights(config.trust().proofTime(), config.trust().proofZone());
        return new ProveNightly(leadership, transactions, proofs, prove, reconciliation, nights, ids, clock);
    }

    @Produces
    @Singleton
    SealHours sealHours(BillingConfig config, Seals seals) {
        return new SealHours(seals, config.trust().sealGrace(), config.trust().sealBatch());
    }

    @Produces
    @Singleton
    VerifySeals verifySeals(Leadership leadership, Seals seals, TrustMetrics metrics) {
        return new VerifySeals(leadership, seals, metrics);
    }

    @Produces
    @Singleton
    RequestReconciliation requestReconciliation(
            BillingConfig config, Reconciliations reconciliations, Supplier<UUID> ids, Clock clock) {
        var trust = config.trust();
        return new RequestReconciliation(reconciliations, trust.kafkaSlack(), trust.kafkaHours(), ids, clock);
    }

    @Produces
    @Singleton
    ReconcileUploads reconcileUploads(
            Reconciliations reconciliations, BooksForComparison books, TrustMetrics metrics, Supplier<UUID> ids) {
        return new ReconcileUploads(reconciliations, books, metrics, ids);
    }

    @Produces
    @Singleton
    ReconcileKafka reconcileKafka(
            BillingConfig config,
            OutcomeLog log,
            OutcomeComparison comparison,
            Reconciliations reconciliations,
            TrustState state,
            Clock clock) {
        var trust = config.trust();
        var limits = new ReconcileKafka.Limits(trust.kafkaSlack(), config.holdTtl(), trust.kafkaEvents());
        return new ReconcileKafka(log, comparison, reconciliations, state, limits, clock);
    }

    @Produces
    @Singleton
    ReconcileOnRequest reconcileOnRequest(
            Leadership leadership, Reconciliations reconciliations, ReconcileKafka kafka, TrustMetrics metrics) {
        return new ReconcileOnRequest(leadership, reconciliations, kafka, metrics);
    }
}
