package dev.kopeck.gateway.domain.relay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replaces parts of bytes and leaves every other byte as it is. Collects first; {@link #apply} copies once. */
public final class Edits {

    private final byte[] source;
    private final List<Edit> edits = new ArrayList<>();

    public Edits(byte[] source) {
        this.source = source;
    }

    @SuppressWarnings("ArrayRecordComponent") // copied once, never compared
    private record Edit(Span span, byte[] replacement) {}

    /** Parts must not overlap. */
    public Edits replace(Span span, String replacement) {
        edits.add(new Edit(span, replacement.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Several at one place go in the order of their calls. */
    public Edits insert(int at, String text) {
        return replace(new Span(at, at), text);
    }

    public byte[] apply() {
        if (edits.isEmpty()) {
            return source;
        }
        edits.sort(Comparator.comparingInt(edit -> edit.span().from()));
        int length = source.length;
        for (var edit : edits) {
            length +=
                    edit.replacement().length - (edit.span().to() - edit.span().from());
        }
        byte[] result = new byte[length];
        int read = 0;
        int written = 0;
        for (var edit : edits) {
            int kept = edit.span().from() - read;
            System.arraycopy(source, read, result, written, kept);
            System.arraycopy(edit.replacement(), 0, result, written + kept, edit.replacement().length);
            written += kept + edit.replacement().length;
            read = edit.span().to();
        }
        System.arraycopy(source, read, result, written, source.length - read);
        return result;
    }
}
