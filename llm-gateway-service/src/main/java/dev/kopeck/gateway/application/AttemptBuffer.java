package dev.kopeck.gateway.application;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Gathers attempts and writes them by the batch, off the way of the prompts. It is a log for operators and no part of the
 * accounting: a gateway that is killed loses the last second of it, and while the database is away it is kept up to a bound,
 * beyond which attempts are counted and dropped. Thread-safe.
 */
public final class AttemptBuffer implements AttemptLog {

    private static final Logger LOG = Logger.getLogger(AttemptBuffer.class);

    private final AttemptRecords records;
    private final int waitingMax;
    private final int batch;
    private final Queue<AttemptRecord> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean flushing = new AtomicBoolean();

    public AttemptBuffer(AttemptRecords records, int waitingMax, int batch) {
        this.records = records;
        this.waitingMax = waitingMax;
        this.batch = batch;
    }

    @Override
    public void ended(AttemptRecord attempt) {
        if (size.incrementAndGet() > waitingMax) {
            size.decrementAndGet();
            dropped.incrementAndGet();
        } else {
            waiting.add(attempt);
        }
    }

    /** Writes all that has gathered; what cannot be written now is kept for the next time. */
    public Uni<Void> flush() {
        return Uni.createFrom().deferred(() -> {
            if (!flushing.compareAndSet(false, true)) {
                return Uni.createFrom().voidItem();
            }
            return Uni.createFrom()
                    .deferred(this::writeOne)
                    .repeat()
                    .whilst(written -> written >= batch)
                    .onItem()
                    .ignoreAsUni()
                    .onFailure()
                    .invoke(f -> LOG.warnf(
                            "Attempts are not written now. waiting=%d cause=%s",
                            size.get(), f.getClass().getName()))
                    .onFailure()
                    .recoverWithNull()
                    .onTermination()
                    .invoke(() -> flushing.set(false));
        });
    }

    public int waiting() {
        return size.get();
    }

    /** How many were dropped since the start. */
    public long dropped() {
        return dropped.get();
    }

    /** Only one flush runs at a time, so what was looked at is what is taken out. */
    private Uni<Integer> writeOne() {
        List<AttemptRecord> next = new ArrayList<>(batch);
        var iterator = waiting.iterator();
        while (iterator.hasNext() && next.size() < batch) {
            next.add(iterator.next());
        }
        if (next.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return records.write(next).onItem().invoke(() -> takeOut(next.size())).replaceWith(next.size());
    }

    private void takeOut(int count) {
        for (int i = 0; i < count; i++) {
            waiting.poll();
        }
        size.addAndGet(-count);
    }
}
