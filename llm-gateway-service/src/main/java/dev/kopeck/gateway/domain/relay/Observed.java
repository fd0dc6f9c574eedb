package dev.kopeck.gateway.domain.relay;

import dev.kopeck.contracts.money.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What Kopeck sees of an answer, or of one event of its stream, in passing.
 *
 * @param text everything in it that is a model's output: words, thoughts, refusals, calls of tools
 * @param delivered whether it gives the client anything
 * @param ended whether it says that the answer is over; with several choices, that one of them is
 * @param usage as the provider counted it, an explicit zero included; null where there is none in it
 * @param usageOnly whether it is the event that tells the usage and holds no choice
 * @param failed whether it is a provider's error
 * @param usageSpan where a usage is, or a null in its place; null where there is neither
 * @param choicesSpan where the choices are; null where there are none
 * @param end where a usage can be added: the closing brace of the object that it belongs to; -1 where it is not JSON
 */
public record Observed(
        String text,
        boolean delivered,
        boolean ended,
        @Nullable Usage usage,
        boolean usageOnly,
        boolean failed,
        @Nullable Span usageSpan,
        @Nullable Span choicesSpan,
        int end) {

    /** Something that holds nothing for Kopeck: a comment, or the end of a stream. */
    public static final Observed NOTHING = new Observed("", false, false, null, false, false, null, null, -1);

    /** Without the text: answers never reach a log. */
    @Override
    public String toString() {
        return "Observed[text=%d characters, ended=%b, usage=%s]".formatted(text.length(), ended, usage);
    }
}
