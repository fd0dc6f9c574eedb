package dev.kopeck.billing.adapter.http.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LiteLLM's list. */
class LiteLlmSheetTest {

    @Test
    void liteLlmCostsPerTokenBecomeExactRatesPerMillion() {
        // When
        var sheet = Sheets.read(SheetFormat.LITELLM, """
                {
                  "gpt-4o-mini": {
                    "mode": "chat", "litellm_provider": "openai", "max_tokens": 16384,
                    "input_cost_per_token": 1.5e-07, "output_cost_per_token": 6E-7,
                    "cache_read_input_token_cost": 0.000000075, "cache_creation_input_token_cost": null,
                    "input_cost_per_token_batches": 7.5e-08, "output_cost_per_token_priority": 1e-06
                  },
                  "o-reasoner": {
                    "input_cost_per_token": 1.1e-06, "output_cost_per_token": 4.4e-06,
                    "output_cost_per_reasoning_token": "5.46875e-07", "cache_creation_input_token_cost": 1.375e-06
                  }
                }""");
        // Then
        assertThat(sheet.invalid()).isEmpty();
        assertThat(sheet.tariffs().getFirst().line()).isEqualTo(2);
        assertThat(sheet.tariffs().getFirst().tariff().base())
                .isEqualTo(new Rates(150_000_000, 75_000_000, 150_000_000, 600_000_000, 600_000_000));
        assertThat(sheet.tariffs().getLast().tariff().base())
                .isEqualTo(new Rates(1_100_000_000, 1_100_000_000, 1_375_000_000, 4_400_000_000L, 546_875_000));
    }

    @Test
    void peers27_liteLlmTiersOfLongPromptsAreTakenOver() {
        // When
        var sheet = Sheets.read(SheetFormat.LITELLM, """
                {
                  "claude": {"mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
                    "cache_read_input_token_cost": 3e-07,
                    "input_cost_per_token_above_200k_tokens": 6e-06, "output_cost_per_token_above_200k_tokens": 2.25e-05,
                    "cache_read_input_token_cost_above_200k_tokens": 6e-07,
                    "input_cost_per_token_above_200k_tokens_priority": 1e-05},
                  "gpt-5.4": {"mode": "responses", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1.5e-05,
                    "input_cost_per_token_above_272k_tokens": 5e-06},
                  "qwen": {"mode": "chat", "output_cost_per_token": 9e-06, "tiered_pricing": [
                    {"range": [32000, 128000], "input_cost_per_token": 2e-06, "output_cost_per_token": 4e-06},
                    {"range": [0, 32000], "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
                    {"range": [128000, null], "input_cost_per_token": 3e-06}]}
                }""");
        // Then
        assertThat(sheet.invalid()).isEmpty();
        assertThat(sheet.tariffs().get(0).tariff().tiers())
                .containsExactly(new ContextTier(
                        200_000,
                        new Rates(6_000_000_000L, 600_000_000, 6_000_000_000L, 22_500_000_000L, 22_500_000_000L)));
        assertThat(sheet.tariffs().get(1).tariff().tiers())
                .containsExactly(new ContextTier(
                        272_000,
                        new Rates(5_000_000_000L, 5_000_000_000L, 5_000_000_000L, 15_000_000_000L, 15_000_000_000L)));
        var qwen = sheet.tariffs().get(2).tariff();
        assertThat(qwen.base().input()).isEqualTo(1_000_000_000);
        assertThat(qwen.tiers().stream().map(ContextTier::aboveInputTokens)).containsExactly(32_000L, 128_000L);
        assertThat(qwen.tiers().getLast().rates().output()).isEqualTo(9_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mode\":\"image_generation\",\"output_cost_per_image\":0.04}           | is not for text: image_generation",
                "{\"mode\":\"embedding\",\"input_cost_per_token\":1e-8,\"output_cost_per_token\":0} | is not for text: embedding",
                "{\"mode\":\"chat\",\"input_cost_per_second\":0.01}                       | does not say what input and output cost",
                "{\"mode\":\"chat\",\"input_cost_per_token\":1e-6}                        | does not say what input and output cost",
                "{\"mode\":\"chat\",\"input_cost_per_token\":null,\"output_cost_per_token\":1e-6} | does not say what input and output cost"
            })
    void peers48_liteLlmModelWithoutBothPricesIsNamedAndNeverFree(String entry, String reason) {
        // When
        var sheet = Sheets.read(SheetFormat.LITELLM, "{\n\"m\":%s}".formatted(entry));
        // Then
        assertThat(sheet.tariffs()).isEmpty();
        assertThat(sheet.invalid()).isEmpty();
        assertThat(sheet.skipped().getFirst().line()).isEqualTo(2);
        assertThat(sheet.skipped().getFirst().reason()).isEqualTo(reason);
    }

    @Test
    void liteLlmsOwnExampleIsNoModel() {
        var sheet = Sheets.read(
                SheetFormat.LITELLM,
                "{\"sample_spec\":{\"mode\":\"one of\",\"input_cost_per_token\":0.0,\"output_cost_per_token\":0.0}}");
        assertThat(sheet.tariffs()).isEmpty();
        assertThat(sheet.skipped().getFirst().reason()).contains("example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input_cost_per_token\":-1e-6,\"output_cost_per_token\":1e-6}    | input_cost_per_token must not be negative",
                "{\"input_cost_per_token\":\"a lot\",\"output_cost_per_token\":1}   | input_cost_per_token must be a number",
                "{\"input_cost_per_token\":1.00000000000000002e-06,\"output_cost_per_token\":1e-6} | input_cost_per_token has more decimals than whole nanos per million tokens can hold",
                "{\"input_cost_per_token\":1e30,\"output_cost_per_token\":1e-6}     | input_cost_per_token is too large",
                "{\"output_cost_per_token\":1e-6,\"tiered_pricing\":[{\"range\":[0,1]}]} | input_cost_per_token is missing",
                "{\"tiered_pricing\":[{\"range\":[5,9],\"input_cost_per_token\":1,\"output_cost_per_token\":1}]} | tiered_pricing does not begin at 0 tokens",
                "7                                                                  | must be an object"
            })
    void badLiteLlmModelIsNamedByItsLine(String entry, String reason) {
        // When
        var sheet = Sheets.read(SheetFormat.LITELLM, "{\n\n\"m\":%s}".formatted(entry));
        // Then
        assertThat(sheet.tariffs()).isEmpty();
        assertThat(sheet.invalid().getFirst().line()).isEqualTo(3);
        assertThat(sheet.invalid().getFirst().reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"mode\":\"chat\"},\n\"b\":{\"mode\":\"chat\"}],\n\"c\":{}}",
                "{\"a\":{\"mode\":\"chat\"},\n\"a\":{\"mode\":\"chat\"}}",
                "{\"a\":{\"mode\":\"chat\"}\n"
            })
    void peers49_oneBadBracketOrADoubledModelMakesTheWholeListUnusable(String text) {
        assertThat(Sheets.unreadable(SheetFormat.LITELLM, text)).startsWith("is not JSON: line ");
    }
}
