package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.PriceTerms;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What models cost at one moment, and for whom something else. Immutable; shared by all batches of that moment.
 *
 * @param listed the terms in effect, by model
 * @param inactive models that are switched off, with or without a price
 * @param factors of accounts that do not pay list prices
 */
public record PriceList(Map<String, PriceTerms> listed, Set<String> inactive, Map<AccountId, Factor> factors) {

    public static final PriceList EMPTY = new PriceList(Map.of(), Set.of(), Map.of());

    /** The derived version that this account pays for this model; empty where it pays what is listed. */
    public Optional<Derivation> derivation(AccountId account, String model) {
        var factor = factors.get(account);
        var terms = listed.get(model);
        return factor == null || terms == null
                ? Optional.empty()
                : Optional.of(new Derivation(terms.version(), factor));
    }

    /**
     * What the model costs the account.
     *
     * @param derived the derived versions that {@link #derivation} named; one that is missing does not fit the books
     */
    public Offer offer(AccountId account, String model, Map<Derivation, PriceTerms> derived) {
        var offer = offer(model);
        var derivation = offer instanceof Offer.At ? derivation(account, model) : Optional.<Derivation>empty();
        if (derivation.isEmpty()) {
            return offer;
        }
        var own = derived.get(derivation.get());
        return own == null ? new Offer.Refused(DeclineReason.COST_OUT_OF_RANGE) : new Offer.At(own);
    }

    /** What the model costs an account without plan and discount. */
    public Offer offer(String model) {
        if (inactive.contains(model)) {
            return new Offer.Refused(DeclineReason.MODEL_INACTIVE);
        }
        var terms = listed.get(model);
        return terms == null ? new Offer.Refused(DeclineReason.UNKNOWN_PRICE) : new Offer.At(terms);
    }
}
