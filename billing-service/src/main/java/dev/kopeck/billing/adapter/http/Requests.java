package dev.kopeck.billing.adapter.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies as they come in: everything may be missing until it was looked at. */
final class Requests {

    private Requests() {}

    /**
     * @param amount a decimal string above zero
     * @param reference the operator's own, for the statement
     */
    @Schema(requiredProperties = "amount", examples = """
                    {"amount":"5.00","reference":"invoice 17"}""")
    record TopUp(
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String amount,

            @Schema(description = "Your own, for the statement.") @Nullable String reference) {}

    /** Rates are decimal strings per million tokens. */
    @Schema(
            requiredProperties = {"model", "rates"},
            examples = """
                    {"model":"kopeck-sim","currency":"USD","rates":{"input":"0.50","output":"2.00"},\
                    "tiers":[{"aboveInputTokens":200000,"rates":{"input":"1.00","output":"3.00"}}]}""")
    record NewPrice(
            @Schema(description = "As the gateway and its users name it.") @Nullable String model,

            @Schema(description = "That of the books where it is left out.") @Nullable String currency,

            @Nullable RateTexts rates,

            @Schema(description = "Rates of prompts with more input; at most eight, ascending.") @Nullable List<@Nullable Tier> tiers) {}

    /** What is left out follows input or output. */
    @Schema(
            requiredProperties = {"input", "output"},
            description = "What is left out follows input or output.")
    record RateTexts(
            @Schema(ref = ApiDocument.RATE) @Nullable String input,
            @Schema(ref = ApiDocument.RATE) @Nullable String cachedInput,
            @Schema(ref = ApiDocument.RATE) @Nullable String cacheWrite,
            @Schema(ref = ApiDocument.RATE) @Nullable String output,
            @Schema(ref = ApiDocument.RATE) @Nullable String reasoning) {}

    /** Rates of prompts with more input than this. */
    record Tier(@Nullable Long aboveInputTokens, @Nullable RateTexts rates) {}
}
