package dev.kopeck.contracts.money;

/**
 * Tokens that one prompt used, counted as OpenAI reports them: cached input and cache writes are parts of the input,
 * reasoning is a part of the output. A provider that reports a part larger than its whole is clamped to the whole, so
 * that no remainder ever becomes negative.
 *
 * @param clamped whether a reported part was larger than its whole
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">usage in the OpenAI API</a>
 */
public record Usage(
        long inputTokens,
        long cachedInputTokens,
        long cacheWriteTokens,
        long outputTokens,
        long reasoningTokens,
        boolean clamped) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, false);

    public Usage {
        if (inputTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException("token counts must not be negative");
        }
        if (!isPart(cachedInputTokens, inputTokens)
                || !isPart(cacheWriteTokens, inputTokens - cachedInputTokens)
                || !isPart(reasoningTokens, outputTokens)) {
            throw new IllegalArgumentException("a part of the tokens is larger than its whole; see Usage.reported");
        }
    }

    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, 0, 0, outputTokens, 0, false);
    }

    /** Takes a provider's numbers as they come: negative counts become zero, parts are clamped to their whole. */
    public static Usage reported(
            long inputTokens, long cachedInputTokens, long cacheWriteTokens, long outputTokens, long reasoningTokens) {
        long input = Math.max(0, inputTokens);
        long cached = Math.clamp(cachedInputTokens, 0, input);
        long written = Math.clamp(cacheWriteTokens, 0, input - cached);
        long output = Math.max(0, outputTokens);
        long reasoning = Math.clamp(reasoningTokens, 0, output);
        boolean changed = input != inputTokens
                || cached != cachedInputTokens
                || written != cacheWriteTokens
                || output != outputTokens
                || reasoning != reasoningTokens;
        return new Usage(input, cached, written, output, reasoning, changed);
    }

    public long plainInputTokens() {
        return inputTokens - cachedInputTokens - cacheWriteTokens;
    }

    public long plainOutputTokens() {
        return outputTokens - reasoningTokens;
    }

    private static boolean isPart(long part, long whole) {
        return part >= 0 && part <= whole;
    }
}
