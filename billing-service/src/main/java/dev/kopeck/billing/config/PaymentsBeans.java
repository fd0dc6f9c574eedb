package dev.kopeck.billing.config;

import dev.kopeck.billing.application.Accounts;
import dev.kopeck.billing.application.BatchGuard;
import dev.kopeck.billing.application.Codes;
import dev.kopeck.billing.application.CreditPayments;
import dev.kopeck.billing.application.Grants;
import dev.kopeck.billing.application.KeepCodes;
import dev.kopeck.billing.application.KeepGrants;
import dev.kopeck.billing.application.MoneyMetrics;
import dev.kopeck.billing.application.MoveMoney;
import dev.kopeck.billing.application.Payers;
import dev.kopeck.billing.application.Payments;
import dev.kopeck.billing.application.Postings;
import dev.kopeck.billing.application.SweepGrants;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Wires the use cases of money in and money back. */
@Singleton
class PaymentsBeans {

    @Produces
    @Singleton
    MoveMoney moveMoney(Accounts accounts, Postings postings, Supplier<UUID> ids) {
        return new MoveMoney(accounts, postings, ids);
    }

    @Produces
    @Singleton
    CreditPayments creditPayments(
            Payers payers, Payments payments, Supplier<UUID> ids, BatchGuard guard, MoneyMetrics metrics) {
        return new CreditPayments(payers, payments, ids, guard, metrics);
    }

    @Produces
    @Singleton
    KeepCodes keepCodes(
            Accounts accounts, Codes codes, Supplier<UUID> ids, RandomGenerator random, MoneyMetrics metrics) {
        return new KeepCodes(accounts, codes, ids, random, metrics);
    }

    @Produces
    @Singleton
    KeepGrants keepGrants(Accounts accounts, Grants grants) {
        return new KeepGrants(accounts, grants);
    }

    @Produces
    @Singleton
    SweepGrants sweepGrants(Grants grants, MoneyMetrics metrics) {
        return new SweepGrants(grants, metrics);
    }
}
