package dev.kopeck.contracts.money;

/**
 * What a model's tokens cost, in nanos per million tokens, each zero or more.
 *
 * @param input tokens of the prompt that were neither read from nor written to the provider's cache
 * @param cachedInput tokens of the prompt that the provider read from its cache
 * @param cacheWrite tokens of the prompt that the provider wrote to its cache
 * @param output tokens of the answer without those of its reasoning
 * @param reasoning tokens that the model spent on reasoning
 */
public record Rates(long input, long cachedInput, long cacheWrite, long output, long reasoning) {

    public static final Rates FREE = new Rates(0, 0, 0, 0, 0);

    public Rates {
        requireNotNegative(input, "input");
        requireNotNegative(cachedInput, "cachedInput");
        requireNotNegative(cacheWrite, "cacheWrite");
        requireNotNegative(output, "output");
        requireNotNegative(reasoning, "reasoning");
    }

    /** The dearest that one million tokens of a prompt can be, whatever the provider's cache does. */
    long dearestInput() {
        return Math.max(input, Math.max(cachedInput, cacheWrite));
    }

    /** The dearest that one million tokens of an answer can be, whatever share of it is reasoning. */
    long dearestOutput() {
        return Math.max(output, reasoning);
    }

    private static void requireNotNegative(long rate, String name) {
        if (rate < 0) {
            throw new IllegalArgumentException(name + " rate must not be negative");
        }
    }
}
