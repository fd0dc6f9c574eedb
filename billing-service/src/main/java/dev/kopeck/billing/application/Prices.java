package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Price;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What models cost. Versions are immutable; a change is a new version. */
public interface Prices {

    /** The current terms by model, at most about a second behind any instance's change. */
    Uni<Map<String, PriceTerms>> current();

    /** The wanted versions; those that do not exist are left out. */
    Uni<Map<Integer, Price>> versions(Set<Integer> versions);

    /** Adds a version, in effect at once. */
    Uni<Price> add(String model, Rates base, List<ContextTier> tiers);

    /** Every version, by model, the latest first; at most a thousand. */
    Uni<List<Price>> all();
}
