package dev.kopeck.harness.simulators.model;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts as OpenAI does for its chat models: o200k, 3 tokens around each message and 3 before the answer
 * (https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken). Thread-safe; the encoding is loaded once.
 */
final class Tokens {

    private static final int PER_MESSAGE = 3;
    private static final int PER_NAME = 1;
    private static final int BEFORE_ANSWER = 3;

    private final Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    int count(String text) {
        return text.isEmpty() ? 0 : encoding.countTokensOrdinary(text);
    }

    int count(List<CompletionRequest.Message> messages) {
        int sum = BEFORE_ANSWER;
        for (CompletionRequest.Message message : messages) {
            sum += PER_MESSAGE + count(message.role()) + count(message.text());
            if (!message.name().isEmpty()) {
                sum += PER_NAME + count(message.name());
            }
        }
        return sum;
    }

    /** The text token by token; tokens that only together make a character stay together. */
    List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int tokens = 0;
        IntArrayList encoded = encoding.encodeOrdinary(text);
        for (int i = 0; i < encoded.size(); i++) {
            IntArrayList one = new IntArrayList(1);
            one.add(encoded.get(i));
            bytes.writeBytes(encoding.decodeBytes(one));
            tokens++;
            String whole = characters(bytes.toByteArray());
            if (!whole.isEmpty()) {
                pieces.add(new Piece(whole, tokens));
                bytes.reset();
                tokens = 0;
            }
        }
        return pieces;
    }

    private static String characters(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException incomplete) {
            return "";
        }
    }

    /** What one chunk of a stream carries. */
    record Piece(String text, int tokens) {}
}
