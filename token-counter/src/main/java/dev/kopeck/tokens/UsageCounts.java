package dev.kopeck.tokens;

import com.fasterxml.jackson.core.JsonToken;
import dev.kopeck.contracts.money.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The counts of one usage, by the names that providers have for them. */
final class UsageCounts {

    /** Beyond this no count is one; sums of several stay far from an overflow. */
    private static final BigDecimal COUNT_MAX = BigDecimal.valueOf(1_000_000_000_000L);
    /** Neither longer numbers nor longer exponents are counts: one of those might take a gigabyte to write out. */
    private static final int DIGITS_MAX = 20;

    private enum Count {
        /** {@code prompt_tokens}: cached input and cache writes are parts of it. */
        PROMPT,
        /** {@code input_tokens}: a whole as above, unless Anthropic's own counts stand beside it. */
        INPUT,
        OUTPUT,
        TOTAL,
        CACHED,
        /** In a place of its own; what stands in the standard one wins. */
        CACHED_ELSEWHERE,
        ANTHROPIC_READ,
        WRITTEN,
        ANTHROPIC_WRITTEN,
        REASONING
    }

    private static final Map<String, Count> NAMES = Map.ofEntries(
            // https://platform.openai.com/docs/api-reference/chat/object
            Map.entry("prompt_tokens", Count.PROMPT),
            Map.entry("completion_tokens", Count.OUTPUT),
            Map.entry("total_tokens", Count.TOTAL),
            Map.entry("prompt_tokens_details.cached_tokens", Count.CACHED),
            Map.entry("completion_tokens_details.reasoning_tokens", Count.REASONING),
            // https://platform.openai.com/docs/api-reference/responses/object
            Map.entry("input_tokens", Count.INPUT),
            Map.entry("output_tokens", Count.OUTPUT),
            Map.entry("input_tokens_details.cached_tokens", Count.CACHED),
            Map.entry("output_tokens_details.reasoning_tokens", Count.REASONING),
            // https://openrouter.ai/docs/use-cases/usage-accounting
            Map.entry("prompt_tokens_details.cache_write_tokens", Count.WRITTEN),
            Map.entry("input_tokens_details.cache_write_tokens", Count.WRITTEN),
            // https://docs.litellm.ai/docs/completion/prompt_caching
            Map.entry("prompt_tokens_details.cache_creation_tokens", Count.WRITTEN),
            // https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching
            Map.entry("cache_read_input_tokens", Count.ANTHROPIC_READ),
            Map.entry("cache_creation_input_tokens", Count.ANTHROPIC_WRITTEN),
            // https://api-docs.deepseek.com/api/create-chat-completion: a part of prompt_tokens
            Map.entry("prompt_cache_hit_tokens", Count.CACHED_ELSEWHERE),
            // https://platform.moonshot.ai/docs/api/chat
            Map.entry("cached_tokens", Count.CACHED_ELSEWHERE));

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    /** Takes a value that somebody gave a name; a null, a text that is no number and an unknown name say nothing. */
    void put(String name, String text, JsonToken token) {
        var count = NAMES.get(name);
        var value = count == null || token == JsonToken.VALUE_NULL ? null : number(text);
        if (count != null && value != null) {
            counts.put(count, value);
        }
    }

    Optional<Usage> usage() {
        if (counts.values().stream().anyMatch(value -> value < 0)) {
            return Optional.empty();
        }
        var input = input();
        var output = output(input);
        if (input == null || output == null) {
            return Optional.empty();
        }
        return Optional.of(Usage.reported(input, cached(), written(), output, of(Count.REASONING)));
    }

    private @Nullable Long input() {
        var prompt = counts.get(Count.PROMPT);
        if (prompt != null) {
            return prompt;
        }
        var input = counts.get(Count.INPUT);
        if (input == null) {
            return leftOf(counts.get(Count.OUTPUT));
        }
        return isAnthropics() ? input + of(Count.ANTHROPIC_READ) + of(Count.ANTHROPIC_WRITTEN) : input;
    }

    /** Embeddings have no output, and say so by leaving it out: their total is their input. */
    private @Nullable Long output(@Nullable Long input) {
        var output = counts.get(Count.OUTPUT);
        if (output == null) {
            return leftOf(input);
        }
        return input != null && isReasoningBeside(input, output) ? Long.valueOf(output + of(Count.REASONING)) : output;
    }

    private @Nullable Long leftOf(@Nullable Long side) {
        var total = counts.get(Count.TOTAL);
        return side == null || total == null || total < side ? null : Long.valueOf(total - side);
    }

    /**
     * xAI counts reasoning beside the completion and not as a part of it. Its total tells.
     *
     * @see <a href="https://docs.x.ai/docs/key-information/consumption-and-rate-limits">xAI, consumption</a>
     * @see <a href="https://github.com/Wei-Shaw/sub2api/issues/5771">sub2api#5771</a>
     */
    private boolean isReasoningBeside(long input, long output) {
        long reasoning = of(Count.REASONING);
        return reasoning > 0 && of(Count.TOTAL) == input + output + reasoning;
    }

    /** Anthropic's {@code input_tokens} are those alone that were neither read from nor written to a cache. */
    private boolean isAnthropics() {
        return !counts.containsKey(Count.CACHED)
                && (counts.containsKey(Count.ANTHROPIC_READ) || counts.containsKey(Count.ANTHROPIC_WRITTEN));
    }

    private long cached() {
        return firstOf(Count.CACHED, Count.CACHED_ELSEWHERE, Count.ANTHROPIC_READ);
    }

    private long written() {
        return firstOf(Count.WRITTEN, Count.ANTHROPIC_WRITTEN);
    }

    /** An explicit zero in the first place is a count as well. */
    private long firstOf(Count... places) {
        for (var place : places) {
            var count = counts.get(place);
            if (count != null) {
                return count;
            }
        }
        return 0;
    }

    private long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    /** Whole numbers, fractions (rounded up), and either as a text; -1 for what no count can be. */
    private static @Nullable Long number(String text) {
        if (text.length() > DIGITS_MAX) {
            return null;
        }
        try {
            var number = new BigDecimal(text.strip());
            if (number.signum() < 0 || Math.abs(number.scale()) > DIGITS_MAX || number.compareTo(COUNT_MAX) > 0) {
                return -1L;
            }
            return number.setScale(0, RoundingMode.CEILING).longValue();
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }
}
