package dev.kopeck.billing;

import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Downloads that go wrong, and what became of them. */
public final class BrokenDownloads {

    static final AtomicInteger PIECES = new AtomicInteger();
    static final AtomicBoolean CANCELLED = new AtomicBoolean();

    private BrokenDownloads() {}

    /** Fails after its first piece. */
    public static Multi<byte[]> half() {
        return Multi.createFrom()
                .item("half".getBytes(StandardCharsets.UTF_8))
                .onCompletion()
                .failWith(new IllegalStateException("broken in the middle"));
    }

    /** Never ends; counts what is taken. */
    public static Multi<byte[]> endless() {
        PIECES.set(0);
        CANCELLED.set(false);
        return Multi.createBy()
                .repeating()
                .supplier(() -> new byte[100_000])
                .indefinitely()
                .invoke(piece -> PIECES.incrementAndGet())
                .onCancellation()
                .invoke(() -> CANCELLED.set(true));
    }
}
