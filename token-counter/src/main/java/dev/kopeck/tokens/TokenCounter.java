package dev.kopeck.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptContent.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Counts tokens locally. Exact for OpenAI's models from gpt-3.5 on; an estimate for all others, whose tokenizers are
 * not here.
 *
 * <p>Texts are counted as ordinary text: a user who writes {@code <|endoftext|>} has written those characters, not a
 * control token. An encoding takes some 0.4 s and 15 MiB when it is first used, once per counter; after that a thread
 * counts over a million tokens a second. Thread-safe; one per service is enough.
 */
public final class TokenCounter {

    /** Tokens around each message of a chat: its start, the end of its role, its end. */
    private static final int TOKENS_PER_MESSAGE = 3;
    /** Every answer is primed with the start of an assistant's message. */
    private static final int TOKENS_PER_REPLY = 3;

    /** Chat templates of other makers take up to this much around a message. */
    private static final int UNKNOWN_TOKENS_PER_MESSAGE = 12;
    /** Some templates put a system prompt of their own in front. */
    private static final int UNKNOWN_TOKENS_PER_PROMPT = 64;
    /** Vocabularies of 32 k need up to this many tokens for one of o200k's 200 k. */
    private static final int UNKNOWN_MARGIN = 2;

    /** What a model is told before and between its tools. */
    private static final int TOKENS_OF_TOOLS = 64;

    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    /**
     * The tokens of a text as such, with no message around it: what an answer used, where its provider does not say.
     *
     * @return exact for a known model; otherwise the count by o200k_base, without a margin, since nobody should pay for
     *     a margin
     */
    public int countText(String model, String text) {
        return count(encodingOf(ModelFamily.of(model)), text);
    }

    /**
     * The most tokens that this prompt can have: what a hold is computed from.
     *
     * <p>For a known model this is OpenAI's published count of a chat, exact for plain text. For any other it is the
     * smaller of twice the count by o200k_base and the UTF-8 bytes, which no byte-level tokenizer exceeds, plus a
     * generous allowance for the chat template.
     *
     * @see <a href="https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken">How to count tokens</a>
     */
    public long promptUpperBound(String model, List<PromptContent.Message> messages) {
        var family = ModelFamily.of(model);
        return family.isExact() ? chatTokens(family, messages) : chatTokensWithMargin(family, messages);
    }

    /**
     * The tokens of this prompt, best guess: what it used, where its provider does not say. As {@link
     * #promptUpperBound} for a known model; for any other without its margins, since nobody should pay for a margin.
     */
    public long promptEstimate(String model, List<PromptContent.Message> messages) {
        return chatTokens(ModelFamily.of(model), messages);
    }

    /**
     * The most tokens that the tools of a request can have. How a model is told of them is not published; measured, it takes
     * less than their JSON does, and a preamble.
     *
     * @param toolsJson the request's {@code tools} (or {@code functions}, or a schema of {@code response_format}) as they
     *     came
     * @see <a href="https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken">Token counting of tool calls</a>
     */
    public long toolsUpperBound(String model, String toolsJson) {
        var family = ModelFamily.of(model);
        long counted = count(encodingOf(family), toolsJson);
        long margin = family.isExact() ? counted : counted * UNKNOWN_MARGIN;
        long bytes = toolsJson.getBytes(StandardCharsets.UTF_8).length;
        return TOKENS_OF_TOOLS + Math.min(margin, bytes);
    }

    /** Whether counts are the model's own, and not those of a tokenizer that stands in for its. */
    public boolean isExact(String model) {
        return ModelFamily.of(model).isExact();
    }

    /** The beginning of a text that has so many tokens at most, whole characters only. */
    public String beginning(String model, String text, long tokensMax) {
        if (tokensMax <= 0) {
            return "";
        }
        int most = (int) Math.min(tokensMax, Integer.MAX_VALUE);
        var clean = charactersOf(text);
        var result = encodingOf(ModelFamily.of(model)).encodeOrdinary(clean, most);
        return result.isTruncated() ? clean.substring(0, result.getLastProcessedCharacterIndex() + 1) : clean;
    }

    private long chatTokens(ModelFamily family, List<PromptContent.Message> messages) {
        var encoding = encodingOf(family);
        long tokens = TOKENS_PER_REPLY;
        for (var message : messages) {
            tokens += TOKENS_PER_MESSAGE;
            tokens += count(encoding, nameOf(message.role()));
            tokens += count(encoding, message.text());
        }
        return tokens;
    }

    private long chatTokensWithMargin(ModelFamily family, List<PromptContent.Message> messages) {
        var encoding = encodingOf(family);
        long tokens = UNKNOWN_TOKENS_PER_PROMPT;
        for (var message : messages) {
            long counted = count(encoding, message.text());
            long bytes = message.text().getBytes(StandardCharsets.UTF_8).length;
            tokens += UNKNOWN_TOKENS_PER_MESSAGE + Math.min(counted * UNKNOWN_MARGIN, bytes);
        }
        return tokens;
    }

    /** Half of a surrogate pair is no character: it travels as a question mark, and JTokkit insists on characters. */
    private static String charactersOf(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static int count(Encoding encoding, String text) {
        return encoding.countTokensOrdinary(charactersOf(text));
    }

    private Encoding encodingOf(ModelFamily family) {
        return encodings.getEncoding(family.encoding());
    }

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
