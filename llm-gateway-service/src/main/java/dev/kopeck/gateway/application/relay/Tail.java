package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.relay.Edits;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.UsageText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stream, held back until its price is known: the last event that says that a choice is over, and the event
 * with the usage. A client that asked for the usage gets it in an event of its own, as OpenAI sends it; any other one finds
 * it in the event that ends the answer, so that nothing comes that it does not expect. Not thread-safe.
 */
final class Tail {

    private static final byte[] NOTHING = {};

    private final Endpoint endpoint;
    private final boolean usageWanted;
    private @Nullable Frame ending;
    private @Nullable Frame usage;
    private @Nullable Frame last;
    private long choicesOpen;
    private boolean done;

    /** @param choices how many have to end before the answer is complete */
    Tail(Endpoint endpoint, boolean usageWanted, long choices) {
        this.endpoint = endpoint;
        this.usageWanted = usageWanted;
        this.choicesOpen = choices;
    }

    /** Takes an event; what can be sent by now is added, in order. */
    void take(Frame frame, ByteArrayOutputStream out) {
        var observed = frame.observed();
        if (frame.done()) {
            done = true;
            return;
        }
        if (observed.usageOnly()) {
            usage = frame;
            return;
        }
        if (observed.choicesSpan() != null) {
            last = frame;
        }
        if (ending != null && (observed.ended() || observed.delivered())) {
            out.writeBytes(ending.bytes());
            ending = null;
        }
        if (observed.ended()) {
            choicesOpen--;
            ending = frame;
        } else {
            out.writeBytes(frame.bytes());
        }
    }

    /** Whether the provider said that the answer is complete. */
    boolean isComplete() {
        return done || (ending != null && (choicesOpen <= 0 || usage != null));
    }

    /** Whether nothing is to come any more. */
    boolean isDone() {
        return done || (endpoint == Endpoint.RESPONSES && ending != null);
    }

    /** What ends a stream that is complete. */
    byte[] complete(UsageText text) {
        List<byte[]> parts = new ArrayList<>();
        if (usage != null && usageWanted) {
            parts.add(ending == null ? NOTHING : ending.bytes());
            parts.add(usage.telling(text));
        } else if (ending != null && usageWanted && ending.observed().usage() == null && endpoint.hasUsageOption()) {
            parts.add(ending.bytes());
            parts.add(ending.usageEvent(text));
        } else if (ending != null) {
            parts.add(ending.telling(text));
        } else if (last != null && usageWanted) {
            parts.add(last.usageEvent(text));
        }
        parts.add(doneBytes());
        return joined(parts);
    }

    /** What ends a stream that reached its limit although its provider went on. */
    byte[] limited(UsageText text) {
        if (last == null || endpoint == Endpoint.RESPONSES) {
            return broken(
                    Refusal.of(200, Refusal.SERVER, "output_limit", "The answer reached the limit that was granted."),
                    text);
        }
        var choices = last.observed().choicesSpan();
        if (choices == null) {
            return joined(List.of(doneBytes()));
        }
        var choice = endpoint == Endpoint.CHAT
                ? "[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\"}]"
                : "[{\"index\":0,\"text\":\"\",\"logprobs\":null,\"finish_reason\":\"length\"}]";
        byte[] finish = new Edits(last.bytes()).replace(choices, choice).apply();
        return joined(List.of(finish, last.usageEvent(text), doneBytes()));
    }

    /** What ends a stream that broke off: the error, and what was charged for what came. */
    byte[] broken(Refusal refusal, UsageText text) {
        var error = "{\"message\":\"%s\",\"type\":\"%s\",\"code\":\"%s\",\"param\":null}"
                .formatted(refusal.message(), refusal.type(), refusal.code());
        var data = endpoint == Endpoint.RESPONSES
                ? "event: error\ndata: {\"type\":\"error\",\"code\":\"%s\",\"message\":\"%s\",\"param\":null,\"usage\":%s}\n\n"
                        .formatted(refusal.code(), refusal.message(), text.whole())
                : "data: {\"error\":%s,\"usage\":%s}\n\n".formatted(error, text.whole());
        return data.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] doneBytes() {
        return endpoint.hasUsageOption() ? Frame.DONE.bytes() : NOTHING;
    }

    private static byte[] joined(List<byte[]> parts) {
        var all = new ByteArrayOutputStream(512);
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
