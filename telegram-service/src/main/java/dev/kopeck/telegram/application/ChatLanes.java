package dev.kopeck.telegram.application;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * One thing at a time per chat, in the order of asking; chats never wait for one another. Thread-safe. A lane exists only
 * as long as somebody is in it.
 */
public final class ChatLanes {

    /** By chat: who waits for the one that is in the lane. */
    private final Map<Long, Queue<UniEmitter<? super Void>>> lanes = new HashMap<>();

    /** Starts the work when the lane is free; however it ends, the next one follows. */
    public <T> Uni<T> inOrder(long chatId, Supplier<Uni<T>> work) {
        return enter(chatId)
                .chain(() -> Uni.createFrom()
                        .deferred(() -> work.get())
                        .onTermination()
                        .invoke(() -> leave(chatId)));
    }

    private Uni<Void> enter(long chatId) {
        return Uni.createFrom().emitter(emitter -> {
            if (isFree(chatId, emitter)) {
                emitter.complete(null);
            } else {
                emitter.onTermination(() -> giveUp(chatId, emitter));
            }
        });
    }

    private synchronized boolean isFree(long chatId, UniEmitter<? super Void> emitter) {
        var waiting = lanes.get(chatId);
        if (waiting == null) {
            lanes.put(chatId, new ArrayDeque<>());
            return true;
        }
        waiting.add(emitter);
        return false;
    }

    /** Who is cancelled while waiting never enters. */
    private synchronized void giveUp(long chatId, UniEmitter<? super Void> emitter) {
        var waiting = lanes.get(chatId);
        if (waiting != null) {
            waiting.remove(emitter);
        }
    }

    private void leave(long chatId) {
        UniEmitter<? super Void> next;
        synchronized (this) {
            var waiting = lanes.get(chatId);
            next = waiting == null ? null : waiting.poll();
            if (next == null) {
                lanes.remove(chatId);
            }
        }
        if (next != null) {
            next.complete(null);
        }
    }

    synchronized int size() {
        return lanes.size();
    }
}
