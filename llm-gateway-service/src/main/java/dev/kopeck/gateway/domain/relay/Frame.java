package dev.kopeck.gateway.domain.relay;

import java.nio.charset.StandardCharsets;

/**
 * One event of a stream with all its bytes, the empty line behind it included.
 *
 * @param done whether it is the {@code [DONE]} that ends a stream
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Frame(byte[] bytes, Observed observed, boolean done) {

    public static final Frame DONE =
            new Frame("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8), Observed.NOTHING, true);

    /** An answer as a whole, to which the same is done as to an event. */
    public static Frame of(byte[] body, Observed observed) {
        return new Frame(body, observed, false);
    }

    /** The same event, telling this usage. */
    public byte[] telling(UsageText usage) {
        return usage.into(bytes, observed);
    }

    /** An event of the same stream that has no choices and tells this usage, as OpenAI's last one. */
    public byte[] usageEvent(UsageText usage) {
        var choices = observed.choicesSpan();
        if (choices == null) {
            return telling(usage);
        }
        return usage.into(new Edits(bytes).replace(choices, "[]"), bytes, observed);
    }

    /** Without the text: answers never reach a log. */
    @Override
    public String toString() {
        return "Frame[%d bytes, %s]".formatted(bytes.length, observed);
    }
}
