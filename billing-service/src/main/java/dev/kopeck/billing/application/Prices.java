package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.PriceList;
import dev.kopeck.contracts.money.PriceTerms;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;

/**
 * What models cost, as prompts and charges need it. Versions are immutable; a change is a new version. Fails with
 * {@link StoreUnavailableException} where the books cannot be asked: an old price is never taken instead.
 */
public interface Prices {

    /** What is in effect, at most about a second behind any instance's change. */
    Uni<PriceList> current();

    /** What is in effect, with everything that was committed before this call. */
    Uni<PriceList> latest();

    /**
     * The terms of derived versions; made where they are missing, exactly once over all instances. Those whose rates do
     * not fit are left out.
     */
    Uni<Map<Derivation, PriceTerms>> derived(Set<Derivation> wanted);

    /** The wanted versions, listed, withdrawn or derived; those that do not exist are left out. */
    Uni<Map<Integer, Price>> versions(Set<Integer> versions);
}
