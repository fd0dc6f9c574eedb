package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
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
     * @param confirm whether it is meant as it is, however suspicious. Left out of the text that tells requests with one
     *     key apart where nobody says it, so that those from before there was this field are known again
     */
    @Schema(
            requiredProperties = {"model", "rates"},
            examples = """
                    {"model":"gpt-4o","currency":"USD","rates":{"input":"2.50","cachedInput":"1.25","output":"10.00"},\
                    "tiers":[{"aboveInputTokens":200000,"rates":{"input":"5.00","output":"15.00"}}]}""")
    record NewPrice(
            @Nullable String model,

            @Schema(description = "That of the books; may be left out.") @Nullable String currency,

            @Nullable RateTexts rates,

            @Schema(description = "Rates of longer prompts, by ascending length.") @Nullable List<@Nullable Tier> tiers,

            @Schema(format = "date-time", description = "RFC 3339, at most ten years ahead; now where left out.")
            @Nullable String effectiveFrom,

            @Schema(
                    description = "true where the price is meant as it is, although it is ten times the one before or a"
                            + " tenth of it, free, or looks like one per token.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable Boolean confirm) {}

    /** What is left out follows input or output. */
    @Schema(
            description = "Per million tokens. What is left out follows input or output.",
            requiredProperties = {"input", "output"})
    record RateTexts(
            @Schema(ref = ApiDocument.RATE) @Nullable String input,
            @Schema(ref = ApiDocument.RATE) @Nullable String cachedInput,
            @Schema(ref = ApiDocument.RATE) @Nullable String cacheWrite,
            @Schema(ref = ApiDocument.RATE) @Nullable String output,
            @Schema(ref = ApiDocument.RATE) @Nullable String reasoning) {}

    /** Rates of prompts with more input than this. */
    @Schema(
            description = "Rates of prompts with more input than this.",
            requiredProperties = {"aboveInputTokens", "rates"})
    record Tier(@Nullable Long aboveInputTokens, @Nullable RateTexts rates) {}

    /** What is left out of the description is taken away; whether it is active must be said. */
    @Schema(
            requiredProperties = {"active"},
            examples = """
                    {"description":"Answers at once, and costs next to nothing.","active":true}""")
    record ModelBody(
            @Schema(description = "Taken away where left out.") @Nullable String description,

            @Schema(description = "Whether prompts for it are taken.") @Nullable Boolean active) {}

    /** @param markup a decimal fraction on list prices: {@code "0.20"} is a fifth more */
    @Schema(
            requiredProperties = {"markup"},
            examples = """
                    {"markup":"0.20"}""")
    record PlanBody(
            @Schema(description = "A decimal fraction on list prices with at most four decimals: 0.20 is a fifth more.")
            @Nullable String markup) {}

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
    @Schema(description = "A usage to be charged, or, without one, a prompt to be held for.", examples = """
                    {"model":"kopeck-sim","usage":{"inputTokens":1000,"outputTokens":200}}""")
    record QuoteBody(
            @Schema(description = "Needed unless there is a price version.") @Nullable String model,

            @Schema(description = "Instead of model and account, for a usage.") @Nullable Integer priceVersion,

            @Schema(description = "Whose terms hold; list prices where left out.") @Nullable String accountId,

            @Nullable UsageBody usage,
            @Schema(description = "Of a prompt.") @Nullable Long inputTokens,

            @Schema(description = "Of a prompt: the longest answer that is wanted.") @Nullable Long maxOutputTokens) {}

    /** Cached input and cache writes are parts of the input, reasoning is a part of the output; zero where left out. */
    @Schema(
            description = "Cached input and cache writes are parts of the input, reasoning is a"
                    + " part of the output; zero where left out.",
            requiredProperties = {"inputTokens", "outputTokens"})
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
