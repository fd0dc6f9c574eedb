package dev.kopeck.gateway.application;

import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The prompts that this gateway answers right now, or that wait for a model here. Thread-safe.
 *
 * <p>Bounded by how many records the consumer takes at a time, and only ever holds what is claimed.
 */
public final class RunningPrompts {

    private final ConcurrentMap<PromptId, Running> prompts = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** Runs the work with the prompt in the list, and takes it off however the work ends. */
    <T> Uni<T> during(PromptId promptId, Function<Running, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var running = new Running();
            prompts.put(promptId, running);
            if (stopped) {
                running.interrupt(new Signal.Abandoned());
            }
            return work.apply(running).onTermination().invoke(() -> end(promptId, running));
        });
    }

    private void end(PromptId promptId, Running running) {
        prompts.remove(promptId, running);
        running.end();
    }

    /** Interrupts the answer. False where this gateway does not answer that prompt now. */
    public boolean cancel(PromptId promptId) {
        var running = prompts.get(promptId);
        if (running == null) {
            return false;
        }
        running.interrupt(new Signal.Cancelled());
        return true;
    }

    /** Abandons everything: nothing is stored or published for it, so that it is delivered again. */
    public void stop() {
        stopped = true;
        prompts.values().forEach(running -> running.interrupt(new Signal.Abandoned()));
    }

    public boolean isStopped() {
        return stopped;
    }

    boolean contains(PromptId promptId) {
        return prompts.containsKey(promptId);
    }

    public List<PromptId> ids() {
        return List.copyOf(prompts.keySet());
    }

    public int count() {
        return prompts.size();
    }
}
