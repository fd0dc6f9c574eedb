package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.Provider;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ends streams that fall silent. All that are watched are looked at together, now and then: an item costs a look at the
 * clock, and ten thousand idle streams cost ten thousand comparisons a time instead of as many timers. Thread-safe; holds
 * as many streams as there are calls.
 */
public final class SilenceWatch {

    private final InstantSource clock;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    public SilenceWatch(InstantSource clock) {
        this.clock = clock;
    }

    /** Fails with a timeout where the stream says nothing for longer than the provider may. */
    public <T> Multi<T> watch(Multi<T> stream, Provider.Times times) {
        return Multi.createFrom().deferred(() -> {
            var watch = new Watched(times, clock.millis());
            Multi<T> silence = Multi.createFrom().emitter(emitter -> begin(watch, emitter));
            Multi<T> heard = stream.onItem()
                    .invoke(item -> watch.hears(clock.millis()))
                    .onTermination()
                    .invoke(() -> end(watch));
            return Multi.createBy().merging().streams(heard, silence);
        });
    }

    /** Looks at all of them. To be called every quarter of a second or so: times are as exact as that. */
    public void sweep() {
        long now = clock.millis();
        watched.forEach(watch -> watch.look(now));
    }

    public int watched() {
        return watched.size();
    }

    private void begin(Watched watch, MultiEmitter<?> emitter) {
        watch.emitter = emitter;
        watched.add(watch);
        emitter.onTermination(() -> watched.remove(watch));
        if (watch.over) {
            end(watch);
        }
    }

    private void end(Watched watch) {
        watch.over = true;
        watched.remove(watch);
        var emitter = watch.emitter;
        if (emitter != null) {
            emitter.complete();
        }
    }

    private static final class Watched {

        private final long firstMillis;
        private final long idleMillis;
        private volatile long heardAt;
        private volatile boolean alive;
        private volatile boolean over;
        private volatile @Nullable MultiEmitter<?> emitter;

        Watched(Provider.Times times, long now) {
            this.firstMillis = millis(times.firstToken());
            this.idleMillis = millis(times.idle());
            this.heardAt = now;
        }

        void hears(long now) {
            heardAt = now;
            alive = true;
        }

        void look(long now) {
            var listener = emitter;
            if (listener != null && now - heardAt >= (alive ? idleMillis : firstMillis)) {
                listener.fail(new ModelFailedException(ModelFailure.of(ModelFailure.Kind.TIMEOUT)));
            }
        }

        private static long millis(Duration duration) {
            return Math.max(1, duration.toMillis());
        }
    }
}
