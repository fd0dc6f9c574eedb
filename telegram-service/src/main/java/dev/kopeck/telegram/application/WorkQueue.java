package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which deliveries are worth a look now. Only a hint that saves waiting for the next sweep: what is lost here is
 * still in the database. Thread-safe.
 */
public final class WorkQueue {

    private final int waitingMax;
    private final Set<PromptId> waiting = new HashSet<>();
    private @Nullable MultiEmitter<? super Outbox.Owed> emitter;

    /** @param waitingMax what comes on top is left to the sweep */
    public WorkQueue(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    /** For the one worker of this instance. */
    public Multi<Outbox.Owed> keys() {
        return Multi.createFrom().<Outbox.Owed>emitter(worker -> start(worker), BackPressureStrategy.BUFFER);
    }

    public synchronized void add(Outbox.Owed key) {
        var worker = emitter;
        if (worker != null && waiting.size() < waitingMax && waiting.add(key.id())) {
            worker.emit(key);
        }
    }

    /** From now on the same key may wait again. */
    public synchronized void taken(Outbox.Owed key) {
        waiting.remove(key.id());
    }

    private synchronized void start(MultiEmitter<? super Outbox.Owed> worker) {
        waiting.clear();
        emitter = worker;
    }
}
