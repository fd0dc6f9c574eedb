package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.relay.RelayInput;
import dev.kopeck.tokens.ImageSize;
import dev.kopeck.tokens.ImageTokens;
import dev.kopeck.tokens.ImageTokens.Detail;
import dev.kopeck.tokens.TokenCounter;
import java.nio.charset.StandardCharsets;

/** Counts a request's input: the most that it can be, which bounds the hold, and the best guess, which may be charged. */
final class CountInput {

    /** Tokens around each message, and before each answer, by OpenAI's published count of a chat. */
    private static final int AROUND_MESSAGE = 3;
    /** Chat templates of other makers take up to this much around a message. */
    private static final int AROUND_MESSAGE_MAX = 12;
    /** Some templates put a system prompt of their own in front. */
    private static final int IN_FRONT_MAX = 64;
    /** Vocabularies of 32 k need up to this many tokens for one of o200k's 200 k. */
    private static final int MARGIN = 2;

    private final TokenCounter counter;

    CountInput(TokenCounter counter) {
        this.counter = counter;
    }

    /**
     * @param upperBound no more than this can be charged as input
     * @param estimate where the provider does not say, this is
     */
    record Counted(long upperBound, long estimate) {}

    private static long tokens(String model, RelayInput.Image image) {
        var detail = image.low() ? Detail.LOW : Detail.AUTO;
        return image.isMeasured()
                ? ImageTokens.of(model, new ImageSize(image.width(), image.height()), detail)
                : ImageTokens.most(model, detail);
    }

    /** @param model the name that its provider knows */
    Counted count(String model, RelayInput input) {
        boolean exact = counter.isExact(model);
        long estimate = AROUND_MESSAGE + (long) AROUND_MESSAGE * input.messages() + input.givenTokens();
        long bound = (exact ? AROUND_MESSAGE : IN_FRONT_MAX)
                + (long) (exact ? AROUND_MESSAGE : AROUND_MESSAGE_MAX) * input.messages()
                + input.givenTokens()
                + input.opaqueBytes();
        for (var text : input.texts()) {
            long tokens = counter.countText(model, text);
            estimate += tokens;
            bound += exact ? tokens : Math.min(tokens * MARGIN, text.getBytes(StandardCharsets.UTF_8).length);
        }
        for (var image : input.images()) {
            long tokens = tokens(model, image);
            bound += tokens;
            estimate += tokens;
        }
        for (var definitions : input.definitions()) {
            bound += counter.toolsUpperBound(model, definitions);
            estimate += counter.countText(model, definitions);
        }
        return new Counted(bound, estimate);
    }
}
