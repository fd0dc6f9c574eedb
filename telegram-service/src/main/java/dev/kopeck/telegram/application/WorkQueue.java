package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which deliveries are worth a look now, one of each chat at a time: a chat with many never keeps the workers from
 * the others. Only a hint that saves waiting for the next sweep: what is lost here is still in the database. Thread-safe.
 */
public final class WorkQueue {

    private final int waitingMax;
    private final int waitingPerChatMax;

    /** By chat that somebody works for, or will: what waits there, oldest first. */
    private final Map<Long, Map<PromptId, Outbox.Owed>> lines = new HashMap<>();

    private int waiting;
    private @Nullable MultiEmitter<? super Outbox.Owed> emitter;

    /**
     * @param waitingMax of all chats together; what comes on top is left to the sweep
     * @param waitingPerChatMax so that no chat takes the room of the others
     */
    public WorkQueue(int waitingMax, int waitingPerChatMax) {
        this.waitingMax = waitingMax;
        this.waitingPerChatMax = waitingPerChatMax;
    }

    /** For the one worker of this instance. */
    public Multi<Outbox.Owed> keys() {
        return Multi.createFrom().<Outbox.Owed>emitter(worker -> start(worker), BackPressureStrategy.BUFFER);
    }

    public synchronized void add(Outbox.Owed key) {
        var worker = emitter;
        if (worker == null || waiting >= waitingMax) {
            return;
        }
        var chatId = key.chat().chatId();
        boolean isChatFree = !lines.containsKey(chatId);
        var line = lines.computeIfAbsent(chatId, _ -> new LinkedHashMap<>());
        if (line.size() < waitingPerChatMax && line.putIfAbsent(key.id(), key) == null) {
            waiting++;
        }
        if (isChatFree) {
            worker.emit(key);
        }
    }

    /** From now on the same key may wait again. */
    public synchronized void taken(Outbox.Owed key) {
        var line = lines.get(key.chat().chatId());
        if (line != null && line.remove(key.id()) != null) {
            waiting--;
        }
    }

    /** It is the turn of the chat's next one, behind those of the chats that wait already. */
    public synchronized void done(Outbox.Owed key) {
        var chatId = key.chat().chatId();
        var line = lines.get(chatId);
        var worker = emitter;
        if (line == null || worker == null) {
            return;
        }
        var next = line.values().stream().findFirst();
        next.ifPresentOrElse(worker::emit, () -> lines.remove(chatId));
    }

    private synchronized void start(MultiEmitter<? super Outbox.Owed> worker) {
        lines.clear();
        waiting = 0;
        emitter = worker;
    }
}
