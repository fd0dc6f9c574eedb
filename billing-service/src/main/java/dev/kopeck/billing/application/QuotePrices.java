package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.AccountPricing;
import dev.kopeck.billing.domain.Offer;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.PriceQuote;
import dev.kopeck.billing.domain.Quote;
import dev.kopeck.billing.domain.ReservationPolicy;
import dev.kopeck.billing.domain.SettlementRequest;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Usage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Tells what something would cost, by the code that holds and charges. Changes nothing that anybody sees: at most the
 * derived version is made that the account's next prompt would make.
 */
public final class QuotePrices {

    private final Prices prices;
    private final Plans plans;
    private final ReservationPolicy policy;

    public QuotePrices(Prices prices, Plans plans, ReservationPolicy policy) {
        this.prices = prices;
        this.plans = plans;
        this.policy = policy;
    }

    /** What this usage costs at the price of now. */
    public Uni<PriceQuote> usage(String model, Optional<AccountId> account, Usage usage) {
        return offered(model, account, (offer, pricing) -> charge(model, offer, usage));
    }

    /** What this usage costs at a version, whatever its kind: any charge can be computed again. */
    public Uni<PriceQuote> usage(int version, Usage usage) {
        return prices.versions(Set.of(version)).map(found -> charge(found, version, usage));
    }

    /** What such a prompt holds now, and for how long an answer that is enough. */
    public Uni<PriceQuote> prompt(String model, Optional<AccountId> account, long inputTokens, long maxOutputTokens) {
        return offered(
                model,
                account,
                (offer, pricing) ->
                        hold(model, offer, pricing.map(AccountPricing::spendable), inputTokens, maxOutputTokens));
    }

    private Uni<PriceQuote> offered(
            String model, Optional<AccountId> account, BiFunction<Offer, Optional<AccountPricing>, PriceQuote> quote) {
        if (account.isEmpty()) {
            return Offers.latest(prices, account, model).map(offer -> quote.apply(offer, Optional.empty()));
        }
        return plans.pricing(account.get())
                .chain(pricing -> pricing.isEmpty()
                        ? Uni.createFrom().item(new PriceQuote.UnknownAccount())
                        : Offers.latest(prices, account, model).map(offer -> quote.apply(offer, pricing)));
    }

    private static PriceQuote charge(Map<Integer, Price> found, int version, Usage usage) {
        var price = found.get(version);
        return price == null
                ? new PriceQuote.UnknownVersion()
                : charge(price.model(), new Offer.At(price.terms()), usage);
    }

    private static PriceQuote charge(String model, Offer offer, Usage usage) {
        return switch (offer) {
            case Offer.Refused refused -> new PriceQuote.Refused(refused.reason());
            case Offer.At at -> charge(model, at.terms(), usage);
        };
    }

    private static PriceQuote charge(String model, PriceTerms terms, Usage usage) {
        if (!SettlementRequest.isCharged(usage)) {
            return new PriceQuote.Charge(model, terms.version(), false, List.of(), Nanos.ZERO);
        }
        try {
            return new PriceQuote.Charge(model, terms.version(), true, terms.lineItems(usage), terms.costOf(usage));
        } catch (ArithmeticException overflow) {
            return new PriceQuote.Refused(DeclineReason.COST_OUT_OF_RANGE);
        }
    }

    private PriceQuote hold(
            String model, Offer offer, Optional<Nanos> spendable, long inputTokens, long maxOutputTokens) {
        return switch (policy.quote(inputTokens, maxOutputTokens, offer)) {
            case Quote.Unpriced unpriced -> new PriceQuote.Refused(unpriced.reason());
            case Quote.Priced priced -> {
                if (spendable.filter(has -> has.compareTo(priced.floor()) < 0).isPresent()) {
                    yield new PriceQuote.TooLittle(
                            model, priced.priceVersion(), priced.worstCase(), priced.floor(), spendable.get());
                }
                var held = spendable
                        .filter(has -> has.compareTo(priced.worstCase()) < 0)
                        .orElse(priced.worstCase());
                yield new PriceQuote.Hold(
                        model,
                        priced.priceVersion(),
                        priced.worstCase(),
                        priced.floor(),
                        held,
                        granted(offer, inputTokens, held, maxOutputTokens),
                        spendable);
            }
        };
    }

    private static long granted(Offer offer, long inputTokens, Nanos held, long wanted) {
        return switch (offer) {
            case Offer.At at -> at.terms().affordableOutput(inputTokens, held, wanted);
            case Offer.Refused refused -> 0;
        };
    }
}
