package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Price;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** What an operator does with prices. */
public final class SetPrices {

    private final Prices prices;

    public SetPrices(Prices prices) {
        this.prices = prices;
    }

    public Uni<Price> set(String model, Rates base, List<ContextTier> tiers) {
        return prices.add(model, base, tiers);
    }

    public Uni<List<Price>> all() {
        return prices.all();
    }
}
