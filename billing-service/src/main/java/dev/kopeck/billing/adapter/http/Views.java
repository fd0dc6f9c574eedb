package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Rates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers as they go out: ids and amounts as texts, times as RFC 3339. */
final class Views {

    private Views() {}

    /** @param balanceAfter the posted balance right after */
    record TopUpView(
            String id,
            String accountId,
            String amount,
            String balanceAfter,
            @Nullable String reference) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransactionView(
            String id,
            String kind,
            String amount,
            String balanceAfter,
            String heldReleased,
            @Nullable String model,
            @Nullable Integer priceVersion,
            @Nullable String reference,
            String createdAt) {

        static TransactionView of(LedgerEntry entry) {
            return new TransactionView(
                    entry.id().toString(),
                    entry.kind().apiName(),
                    entry.amount().toDecimal(),
                    entry.balanceAfter().toDecimal(),
                    entry.heldReleased().toDecimal(),
                    entry.model().orElse(null),
                    entry.priceVersion().orElse(null),
                    entry.reference().orElse(null),
                    entry.createdAt().toString());
        }
    }

    /** @param nextCursor what to ask for next; null at the end */
    record Page<T>(List<T> items, @Nullable String nextCursor) {}

    record RatesView(String input, String cachedInput, String cacheWrite, String output, String reasoning) {
        static RatesView of(Rates rates) {
            return new RatesView(
                    new Nanos(rates.input()).toDecimal(),
                    new Nanos(rates.cachedInput()).toDecimal(),
                    new Nanos(rates.cacheWrite()).toDecimal(),
                    new Nanos(rates.output()).toDecimal(),
                    new Nanos(rates.reasoning()).toDecimal());
        }
    }

    record TierView(long aboveInputTokens, RatesView rates) {}

    record PriceView(
            int version,
            String model,
            String currency,
            RatesView rates,
            List<TierView> tiers,
            String effectiveFrom,
            String createdAt) {

        static PriceView of(Price price) {
            return new PriceView(
                    price.version(),
                    price.model(),
                    price.currency(),
                    RatesView.of(price.terms().base()),
                    price.terms().tiers().stream()
                            .map(tier -> new TierView(tier.aboveInputTokens(), RatesView.of(tier.rates())))
                            .toList(),
                    price.effectiveFrom().toString(),
                    price.createdAt().toString());
        }
    }
}
