package dev.kopeck.gateway.domain.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream of bytes into events, wherever the network cut it. An event ends with an empty line; lines end with LF,
 * CR or CRLF. Every byte of the stream is in exactly one event. Not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">Parsing an
 *     event stream</a>
 */
public final class SseFrames {

    private final int bytesMax;
    private byte[] pending = {};
    private int length;
    private int scanned;
    private boolean lineIsEmpty = true;

    /** @param bytesMax that one event may have */
    public SseFrames(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * @return the events that are whole by now, with the empty line that ends each
     * @throws IllegalStateException where an event has more bytes than it may have
     */
    public List<byte[]> feed(byte[] chunk) {
        append(chunk);
        var frames = new ArrayList<byte[]>();
        int start = 0;
        int at = scanned;
        while (at < length) {
            byte octet = pending[at];
            if (octet == '\n' || octet == '\r') {
                if (octet == '\r' && at + 1 == length) {
                    break; // Whether a LF follows decides where this line ends: the next chunk tells.
                }
                at += octet == '\r' && pending[at + 1] == '\n' ? 2 : 1;
                if (lineIsEmpty) {
                    frames.add(Arrays.copyOfRange(pending, start, at));
                    start = at;
                }
                lineIsEmpty = true;
            } else {
                lineIsEmpty = false;
                at++;
            }
        }
        keep(start, at);
        if (length > bytesMax) {
            throw new IllegalStateException("an event has more than %d bytes".formatted(bytesMax));
        }
        return frames;
    }

    /** What came behind the last whole event; a stream that ends here was cut, or left out its last empty line. */
    public byte[] rest() {
        return Arrays.copyOf(pending, length);
    }

    private void append(byte[] chunk) {
        if (length + chunk.length > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(length + chunk.length, 2 * pending.length));
        }
        System.arraycopy(chunk, 0, pending, length, chunk.length);
        length += chunk.length;
    }

    private void keep(int start, int at) {
        System.arraycopy(pending, start, pending, 0, length - start);
        length -= start;
        scanned = at - start;
        if (length == 0) {
            pending = new byte[0]; // An idle stream costs no memory.
        }
    }
}
