package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.PriceTariff;
import dev.kopeck.billing.domain.PriceVersion;
import dev.kopeck.contracts.money.PriceTerms;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of prices, as operators write it. Times are judged by the database's clock. */
public interface PriceBook {

    /**
     * Adds one version per tariff, all or none.
     *
     * @param effectiveFrom now where left out; a moment that has just passed is taken for now, so that nothing which
     *     was in effect is ever rewritten
     * @return false where {@link #mayTakeEffect} says no: nothing is added
     */
    Uni<Boolean> add(List<PriceTariff> tariffs, Optional<Instant> effectiveFrom);

    /** Whether a version may take effect then: not in the past, nor more than ten years ahead. */
    Uni<Boolean> mayTakeEffect(Optional<Instant> effectiveFrom);

    /** The version of this model that was added last. */
    Uni<Optional<PriceVersion>> newest(String model);

    /** Whatever its kind, withdrawn and derived ones too. */
    Uni<Optional<PriceVersion>> find(int version);

    /** Listed versions by model, the latest first. */
    Uni<List<PriceVersion>> list(Filter filter);

    /** Withdraws a listed version; leaves it alone where it has taken effect. */
    Uni<Void> withdraw(int version);

    /** The terms in effect at a moment, now where left out; of those models that have some then. */
    Uni<Map<String, PriceTerms>> inEffect(Collection<String> models, Optional<Instant> at);

    /**
     * Which versions are wanted.
     *
     * @param model of this model only
     * @param at only what is in effect at this moment
     * @param after those that come after this version
     * @param limit at most so many
     */
    record Filter(Optional<String> model, Optional<Instant> at, Optional<Integer> after, int limit) {}
}
