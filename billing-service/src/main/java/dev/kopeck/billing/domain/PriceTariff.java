package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import java.util.List;

/**
 * What a model is to cost, before it is a version.
 *
 * @param tiers ascending by threshold, at most {@value #TIERS_MAX}
 */
public record PriceTariff(String model, Rates base, List<ContextTier> tiers) {

    /** More would not fit the header that carries a pinned price to the gateway. */
    public static final int TIERS_MAX = 8;

    public PriceTariff {
        tiers = List.copyOf(tiers);
        if (tiers.size() > TIERS_MAX) {
            throw new IllegalArgumentException("tiers must be at most " + TIERS_MAX);
        }
    }
}
