package dev.kopeck.billing.config;

import dev.kopeck.billing.application.ImportPrices;
import dev.kopeck.billing.application.KeepModels;
import dev.kopeck.billing.application.KeepPlans;
import dev.kopeck.billing.application.Models;
import dev.kopeck.billing.application.Plans;
import dev.kopeck.billing.application.PriceBook;
import dev.kopeck.billing.application.PriceMetrics;
import dev.kopeck.billing.application.Prices;
import dev.kopeck.billing.application.PricingChanges;
import dev.kopeck.billing.application.QuotePrices;
import dev.kopeck.billing.application.SetPrices;
import dev.kopeck.billing.domain.ReservationPolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires the use cases about models, prices, plans and quotes. */
@Singleton
class PriceBeans {

    @Produces
    @Singleton
    SetPrices setPrices(PriceBook book, PricingChanges changes, PriceMetrics metrics) {
        return new SetPrices(book, changes, metrics);
    }

    @Produces
    @Singleton
    ImportPrices importPrices(PriceBook book, PricingChanges changes, PriceMetrics metrics) {
        return new ImportPrices(book, changes, metrics);
    }

    @Produces
    @Singleton
    KeepModels keepModels(Models models, PricingChanges changes) {
        return new KeepModels(models, changes);
    }

    @Produces
    @Singleton
    KeepPlans keepPlans(Plans plans, PricingChanges changes) {
        return new KeepPlans(plans, changes);
    }

    @Produces
    @Singleton
    QuotePrices quotePrices(Prices prices, Plans plans, BillingConfig config) {
        return new QuotePrices(prices, plans, new ReservationPolicy(config.outputFloorTokens()));
    }
}
