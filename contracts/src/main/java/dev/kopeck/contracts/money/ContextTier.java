package dev.kopeck.contracts.money;

/**
 * Rates that replace the base rates for the whole prompt once its input is longer than a threshold.
 *
 * @param aboveInputTokens the tier applies to prompts with more input tokens than this; at least 1
 */
public record ContextTier(long aboveInputTokens, Rates rates) {

    public ContextTier {
        if (aboveInputTokens < 1) {
            throw new IllegalArgumentException("aboveInputTokens must be at least 1");
        }
    }
}
