package dev.kopeck.tokens;

import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;

/**
 * Which tokenizer a model has, found by its name. JTokkit's own table ends with gpt-4o, so Kopeck keeps its own, by
 * prefix: a dated or smaller sibling of a known model has the same tokenizer.
 *
 * @see <a href="https://github.com/openai/tiktoken/blob/main/tiktoken/model.py">OpenAI's table of models</a>
 */
enum ModelFamily {
    O200K(EncodingType.O200K_BASE, true),
    CL100K(EncodingType.CL100K_BASE, true),
    /** Some other maker's tokenizer: o200k stands in for it, with a margin where an upper bound is asked for. */
    UNKNOWN(EncodingType.O200K_BASE, false);

    private static final String FINE_TUNED = "ft:";

    /** Whatever begins like this; gpt-4o and gpt-4.1 are told from gpt-4 by {@link #CL100K_NAMES} needing a dash. */
    private static final List<String> O200K_PREFIXES = List.of("gpt-4o", "gpt-4.1", "gpt-5", "chatgpt-");

    private static final List<String> O200K_NAMES = List.of("o1", "o3", "o4", "kopeck-sim");
    private static final List<String> CL100K_PREFIXES = List.of("gpt-3.5");
    private static final List<String> CL100K_NAMES = List.of("gpt-4");

    private final EncodingType encoding;
    private final boolean exact;

    ModelFamily(EncodingType encoding, boolean exact) {
        this.encoding = encoding;
        this.exact = exact;
    }

    static ModelFamily of(String model) {
        var name = model.startsWith(FINE_TUNED) ? model.substring(FINE_TUNED.length()) : model;
        if (O200K_PREFIXES.stream().anyMatch(name::startsWith) || isOneOf(O200K_NAMES, name)) {
            return O200K;
        }
        if (CL100K_PREFIXES.stream().anyMatch(name::startsWith) || isOneOf(CL100K_NAMES, name)) {
            return CL100K;
        }
        return UNKNOWN;
    }

    EncodingType encoding() {
        return encoding;
    }

    /** Whether the encoding is the model's own, so that counts are exact. */
    boolean isExact() {
        return exact;
    }

    /** The name alone, or followed by a dash (a variant) or a colon (a fine-tuning). */
    private static boolean isOneOf(List<String> names, String name) {
        return names.stream()
                .anyMatch(known -> name.equals(known) || name.startsWith(known + "-") || name.startsWith(known + ":"));
    }
}
