package dev.kopeck.billing.adapter.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies about models, prices, plans and quotes as they come in: everything may be missing until it was looked at. */
final class PriceRequests {

    private PriceRequests() {}

    /**
     * Rates are decimal strings per million tokens.
     *
     * @param effectiveFrom RFC 3339; now where left out
     */
    record NewPrice(
            @Nullable String model,
            @Nullable String currency,
            @Nullable RateTexts rates,
            @Nullable List<@Nullable Tier> tiers,
            @Nullable String effectiveFrom) {}

    /** What is left out follows input or output. */
    record RateTexts(
            @Nullable String input,
            @Nullable String cachedInput,
            @Nullable String cacheWrite,
            @Nullable String output,
            @Nullable String reasoning) {}

    /** Rates of prompts with more input than this. */
    record Tier(@Nullable Long aboveInputTokens, @Nullable RateTexts rates) {}

    /** What is left out of the description is taken away; whether it is active must be said. */
    record ModelBody(@Nullable String description, @Nullable Boolean active) {}

    /** @param markup a decimal fraction on list prices: {@code "0.20"} is a fifth more */
    record PlanBody(@Nullable String markup) {}

    /**
     * @param plan none where left out
     * @param discount a decimal fraction off the plan's prices: {@code "0.05"}; none where left out
     */
    @Schema(examples = """
                    {"plan":"reseller","discount":"0.05"}""")
    record PricingBody(
            @Schema(description = "None where it is left out.") @Nullable String plan,

            @Schema(description = "A decimal fraction off the plan's prices; none where it is left out.") @Nullable String discount) {}

    /** A usage to be charged, or a prompt to be held for. */
    record QuoteBody(
            @Nullable String model,
            @Nullable Integer priceVersion,
            @Nullable String accountId,
            @Nullable UsageBody usage,
            @Nullable Long inputTokens,
            @Nullable Long maxOutputTokens) {}

    /** Cached input and cache writes are parts of the input, reasoning is a part of the output; zero where left out. */
    record UsageBody(
            @Nullable Long inputTokens,
            @Nullable Long cachedInputTokens,
            @Nullable Long cacheWriteTokens,
            @Nullable Long outputTokens,
            @Nullable Long reasoningTokens) {}

    /** What makes two imports the same import. */
    record ImportQuery(
            String format,
            boolean dryRun,
            @Nullable String effectiveFrom,
            List<String> only,
            List<String> confirm,
            String body) {}
}
