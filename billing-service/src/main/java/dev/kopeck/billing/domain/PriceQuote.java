package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.money.LineItem;
import dev.kopeck.contracts.money.Nanos;
import java.util.List;
import java.util.Optional;

/** What something would cost, by the code that holds and charges. */
public sealed interface PriceQuote {

    /**
     * What a usage costs.
     *
     * @param charged false for an answer without a token of output, which is free
     * @param total the lines' sum, rounded up once
     */
    record Charge(String model, int priceVersion, boolean charged, List<LineItem> lineItems, Nanos total)
            implements PriceQuote {}

    /**
     * What a prompt holds.
     *
     * @param worstCase the most that it can cost
     * @param floor the least that the account must have
     * @param held the worst case, or what is there
     * @param grantedOutputTokens the longest answer that the hold covers, at most what was wanted
     * @param spendable what the account could spend just now; empty where none was asked about
     */
    record Hold(
            String model,
            int priceVersion,
            Nanos worstCase,
            Nanos floor,
            Nanos held,
            long grantedOutputTokens,
            Optional<Nanos> spendable)
            implements PriceQuote {}

    /** The account's balance does not even cover the floor. */
    record TooLittle(String model, int priceVersion, Nanos worstCase, Nanos floor, Nanos spendable)
            implements PriceQuote {}

    /** The model is not to be had, whatever the account has. */
    record Refused(DeclineReason reason) implements PriceQuote {}

    record UnknownAccount() implements PriceQuote {}

    record UnknownVersion() implements PriceQuote {}
}
