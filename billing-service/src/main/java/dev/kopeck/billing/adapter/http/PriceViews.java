package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.AccountPricing;
import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.Model;
import dev.kopeck.billing.domain.Plan;
import dev.kopeck.billing.domain.PriceVersion;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Rates;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Answers about models, prices and plans as they go out: rates are decimal strings per million tokens. */
final class PriceViews {

    private PriceViews() {}

    @Schema(description = "Per million tokens.")
    record RatesView(
            @Schema(ref = ApiDocument.RATE) String input,
            @Schema(ref = ApiDocument.RATE) String cachedInput,
            @Schema(ref = ApiDocument.RATE) String cacheWrite,
            @Schema(ref = ApiDocument.RATE) String output,
            @Schema(ref = ApiDocument.RATE) String reasoning) {
        static RatesView of(Rates rates) {
            return new RatesView(
                    new Nanos(rates.input()).toDecimal(),
                    new Nanos(rates.cachedInput()).toDecimal(),
                    new Nanos(rates.cacheWrite()).toDecimal(),
                    new Nanos(rates.output()).toDecimal(),
                    new Nanos(rates.reasoning()).toDecimal());
        }
    }

    @Schema(description = "Rates of prompts with more input than this.")
    record TierView(long aboveInputTokens, RatesView rates) {

        static List<TierView> of(List<ContextTier> tiers) {
            return tiers.stream()
                    .map(tier -> new TierView(tier.aboveInputTokens(), RatesView.of(tier.rates())))
                    .toList();
        }
    }

    /**
     * @param effectiveUntil when the next version takes over; left out where there is none
     * @param withdrawnAt only of a version that was withdrawn before it took effect
     * @param baseVersion only of a derived version: the listed one that it follows from
     * @param factor only of a derived version: what the base's rates were multiplied by
     */
    @Schema(description = "A version of a price, which never changes.", examples = """
                    {"version":2,"model":"gpt-4o","currency":"USD","rates":{"input":"2.50","cachedInput":"1.25",\
                    "cacheWrite":"2.50","output":"10.00","reasoning":"10.00"},"tiers":[],\
                    "effectiveFrom":"2026-11-25T10:15:30.123456Z","createdAt":"2026-11-25T10:15:30.123456Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceView(
            int version,
            String model,
            String currency,
            RatesView rates,
            List<TierView> tiers,
            @Schema(ref = ApiDocument.TIME) String effectiveFrom,
            @Schema(ref = ApiDocument.TIME) @Nullable String effectiveUntil,
            @Schema(ref = ApiDocument.TIME) @Nullable String withdrawnAt,

            @Schema(description = "Only of a derived version: the listed one that it follows from.") @Nullable Integer baseVersion,

            @Schema(
                    description =
                            "Only of a derived version: what the base's rates were multiplied by, a decimal string.")
            @Nullable String factor,

            @Schema(ref = ApiDocument.TIME) String createdAt) {

        static PriceView of(PriceVersion version) {
            var price = version.price();
            var derivation = version.derivation();
            return new PriceView(
                    price.version(),
                    price.model(),
                    price.currency(),
                    RatesView.of(price.terms().base()),
                    TierView.of(price.terms().tiers()),
                    price.effectiveFrom().toString(),
                    version.effectiveUntil().map(Instant::toString).orElse(null),
                    version.withdrawnAt().map(Instant::toString).orElse(null),
                    derivation.map(Derivation::baseVersion).orElse(null),
                    derivation.map(derived -> derived.factor().toDecimal()).orElse(null),
                    price.createdAt().toString());
        }
    }

    /**
     * @param price what it costs now; null where it is declined as having no price
     * @param nextPrice what it will cost next, where that is known
     */
    @Schema(examples = """
                    {"id":"gpt-4o","description":"Answers nearly everything.","active":true,"price":{"version":2,\
                    "model":"gpt-4o","currency":"USD","rates":{"input":"2.50","cachedInput":"1.25",\
                    "cacheWrite":"2.50","output":"10.00","reasoning":"10.00"},"tiers":[],\
                    "effectiveFrom":"2026-11-25T10:15:30.123456Z","createdAt":"2026-11-25T10:15:30.123456Z"},"nextPrice":null}""")
    record ModelView(
            String id,
            @Nullable String description,
            boolean active,

            @Schema(description = "What it costs now; null where it is declined as having no price.") @Nullable PriceView price,

            @Schema(description = "What it will cost next, where that is known.") @Nullable PriceView nextPrice) {

        static ModelView of(Model model) {
            return new ModelView(
                    model.id(),
                    model.description().orElse(null),
                    model.active(),
                    model.current().map(PriceView::of).orElse(null),
                    model.next().map(PriceView::of).orElse(null));
        }
    }

    /** @param accounts how many accounts are on it */
    @Schema(examples = """
                    {"name":"retail","markup":"0.20","accounts":17,"updatedAt":"2026-11-25T10:15:30.123456Z"}""")
    record PlanView(
            String name,

            @Schema(description = "A decimal fraction on list prices.")
            String markup,

            @Schema(description = "How many accounts are on it.")
            long accounts,

            @Schema(ref = ApiDocument.TIME) String updatedAt) {
        static PlanView of(Plan plan) {
            return new PlanView(
                    plan.name(),
                    PriceFields.fraction(plan.markup()),
                    plan.accounts(),
                    plan.updatedAt().toString());
        }
    }

    @Schema(examples = """
                    {"name":"retail","deleted":true}""")
    record PlanDeletedView(String name, boolean deleted) {}

    /** @param factor what list prices are multiplied by: (1 + mark-up) × (1 − discount), exact */
    @Schema(examples = """
                    {"accountId":"1001","plan":"reseller","markup":"0.20","discount":"0.05","factor":"1.14"}""")
    record AccountPricingView(
            String accountId,
            @Nullable String plan,

            @Schema(description = "The plan's, as a decimal fraction on list prices.")
            String markup,

            @Schema(description = "The account's own, as a decimal fraction off the plan's prices.")
            String discount,

            @Schema(description = "What list prices are multiplied by: (1 + markup) × (1 - discount), exact.")
            String factor) {

        static AccountPricingView of(AccountPricing pricing) {
            return new AccountPricingView(
                    pricing.account().toString(),
                    pricing.plan().orElse(null),
                    PriceFields.fraction(pricing.markup()),
                    PriceFields.fraction(pricing.discount()),
                    pricing.factor().toDecimal());
        }
    }
}
