package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonFactory;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Observed;
import dev.kopeck.gateway.domain.relay.Span;
import dev.kopeck.gateway.domain.relay.SseFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From a stream's bytes to its events. Keeps back what gives a client nothing until something does, so that a stream that
 * fails before its first word can still be asked for elsewhere. Of one stream; not thread-safe.
 */
final class FrameReader {

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);

    private final JsonFactory json;
    private final Endpoint endpoint;
    private final SseFrames frames;
    private final List<Frame> withheld = new ArrayList<>();
    private boolean begun;

    FrameReader(JsonFactory json, Endpoint endpoint, int eventBytesMax) {
        this.json = json;
        this.endpoint = endpoint;
        this.frames = new SseFrames(eventBytesMax);
    }

    /**
     * The events that are whole by now; none until the first that gives a client something.
     *
     * @throws IOException where an event is not what the protocol says
     */
    List<Frame> feed(byte[] chunk) throws IOException {
        var events = new ArrayList<Frame>();
        for (byte[] bytes : frames.feed(chunk)) {
            events.add(frame(bytes));
        }
        return begin(events);
    }

    /** What is left at the end: an event whose empty line a provider saved itself. */
    List<Frame> end() throws IOException {
        byte[] rest = frames.rest();
        var events = new ArrayList<Frame>();
        if (rest.length > 0) {
            byte[] whole = Arrays.copyOf(rest, rest.length + 2);
            Arrays.fill(whole, rest.length, whole.length, (byte) '\n');
            try {
                events.add(frame(whole));
            } catch (IOException cut) {
                return List.of();
            }
        }
        return begin(events);
    }

    private List<Frame> begin(List<Frame> events) {
        if (begun) {
            return events;
        }
        for (var event : events) {
            if (!begun && event.observed().failed()) {
                throw new ModelFailedException(ModelFailure.of(Kind.SERVER_ERROR));
            }
            begun |= isBeginning(event);
            // Signs of life are worth nothing later, and a provider may send any number of them.
            if (begun || event.observed().end() >= 0) {
                withheld.add(event);
            }
        }
        if (!begun) {
            return List.of();
        }
        var all = List.copyOf(withheld);
        withheld.clear();
        return all;
    }

    private static boolean isBeginning(Frame frame) {
        var observed = frame.observed();
        return observed.delivered() || observed.ended() || frame.done();
    }

    private Frame frame(byte[] bytes) throws IOException {
        var data = new ArrayList<Span>(1);
        int at = 0;
        while (at < bytes.length) {
            int end = endOfLine(bytes, at);
            if (startsWith(bytes, at, end, DATA)) {
                int from = at + DATA.length;
                data.add(new Span(from < end && bytes[from] == ' ' ? from + 1 : from, end));
            }
            at = end + 1;
        }
        if (data.isEmpty()) {
            return new Frame(bytes, Observed.NOTHING, false);
        }
        return data.size() == 1 ? frame(bytes, data.getFirst()) : frameOfLines(bytes, data);
    }

    private Frame frame(byte[] bytes, Span data) throws IOException {
        if (isBlank(bytes, data)) {
            return new Frame(bytes, Observed.NOTHING, false);
        }
        if (startsWith(bytes, data.from(), data.to(), DONE)) {
            return new Frame(bytes, Observed.NOTHING, true);
        }
        return new Frame(bytes, AnswerReader.read(json, bytes, data, endpoint), false);
    }

    /** A value over several lines, which no provider is known to send: put on one line, where it can be added to. */
    private Frame frameOfLines(byte[] bytes, List<Span> lines) throws IOException {
        var joined = new ByteArrayOutputStream(bytes.length);
        joined.write(bytes, 0, lines.getFirst().from());
        int from = joined.size();
        for (var line : lines) {
            joined.write(bytes, line.from(), line.to() - line.from());
            joined.write(' ');
        }
        int to = joined.size();
        joined.write('\n');
        joined.write('\n');
        return frame(joined.toByteArray(), new Span(from, to));
    }

    private static int endOfLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte[] bytes, Span span) {
        for (int at = span.from(); at < span.to(); at++) {
            if (bytes[at] > ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
