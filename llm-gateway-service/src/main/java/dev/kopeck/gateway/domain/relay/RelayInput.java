package dev.kopeck.gateway.domain.relay;

import java.util.List;

/**
 * What of a request counts as its input.
 *
 * @param messages how many a conversation has; each has some tokens around it
 * @param texts every text that the model gets to read
 * @param definitions of tools and of the answer's form, as JSON
 * @param images as far as their size can be seen
 * @param givenTokens input that came as tokens
 * @param opaqueBytes of parts that nobody here can count, such as audio
 * @param unbounded whether it refers to something at the provider whose size nobody here knows
 */
public record RelayInput(
        int messages,
        List<String> texts,
        List<String> definitions,
        List<Image> images,
        long givenTokens,
        long opaqueBytes,
        boolean unbounded) {

    public RelayInput {
        texts = List.copyOf(texts);
        definitions = List.copyOf(definitions);
        images = List.copyOf(images);
    }

    /** UTF-16 units of all texts. */
    public long characters() {
        return texts.stream().mapToLong(String::length).sum()
                + definitions.stream().mapToLong(String::length).sum();
    }

    /** Without the texts: prompts never reach a log. */
    @Override
    public String toString() {
        return "RelayInput[messages=%d, texts=%d, images=%d]".formatted(messages, texts.size(), images.size());
    }

    /**
     * An image of the request.
     *
     * @param low whether it shall be looked at in low detail
     * @param width in pixels; 0 where it cannot be seen from here
     * @param height in pixels; 0 where it cannot be seen from here
     */
    public record Image(boolean low, int width, int height) {

        public boolean isMeasured() {
            return width > 0 && height > 0;
        }
    }
}
