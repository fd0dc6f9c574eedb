package dev.kopeck.billing.adapter.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies as they come in: everything may be missing until it was looked at. */
final class Requests {

    private Requests() {}

    /**
     * @param amount a decimal string above zero
     * @param reference the operator's own, for the statement
     */
    record TopUp(@Nullable String amount, @Nullable String reference) {}

    /** Rates are decimal strings per million tokens. */
    record NewPrice(
            @Nullable String model,
            @Nullable String currency,
            @Nullable RateTexts rates,
            @Nullable List<@Nullable Tier> tiers) {}

    /** What is left out follows input or output. */
    record RateTexts(
            @Nullable String input,
            @Nullable String cachedInput,
            @Nullable String cacheWrite,
            @Nullable String output,
            @Nullable String reasoning) {}

    /** Rates of prompts with more input than this. */
    record Tier(@Nullable Long aboveInputTokens, @Nullable RateTexts rates) {}
}
