package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.money.PriceTerms;

/** What a model costs an account just now. */
public sealed interface Offer {

    /** @param terms of the version that a hold made now pins */
    record At(PriceTerms terms) implements Offer {}

    /** It is not to be had: without a price, switched off, or at a price that does not fit. */
    record Refused(DeclineReason reason) implements Offer {}
}
