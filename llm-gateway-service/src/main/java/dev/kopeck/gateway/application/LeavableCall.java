package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Provider;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call whose reader may leave at any moment. What then becomes of it is the provider's policy: it is cancelled, or heard to
 * its usage within the provider's bounds, with nobody to read it. For readers who sit at the other end of a connection; one
 * reader for each call.
 *
 * <p>The call is not slowed down by its reader: what is not read yet is kept, which the granted limit bounds.
 */
public final class LeavableCall<T> {

    private final Drains drains;
    private final Supplier<Provider> provider;
    private final Aftermath<T> aftermath;

    /** @param provider who is asked; looked at when the reader leaves, since it may have been another one at first */
    public LeavableCall(Drains drains, Supplier<Provider> provider, Aftermath<T> aftermath) {
        this.drains = drains;
        this.provider = provider;
        this.aftermath = aftermath;
    }

    /** What the reader reads. */
    public Multi<T> read(Multi<T> call) {
        return Multi.createFrom()
                .emitter(reader -> call.subscribe().withSubscriber(new Pump(reader)), BackPressureStrategy.BUFFER);
    }

    /** Between the call and its reader. Items come one after the other; the reader leaves whenever it likes. */
    private final class Pump implements MultiSubscriber<T> {

        private final MultiEmitter<? super T> reader;
        private final AtomicReference<Flow.@Nullable Subscription> call = new AtomicReference<>();
        private final AtomicReference<Drains.@Nullable Slot> slot = new AtomicReference<>();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicBoolean settled = new AtomicBoolean();
        private volatile boolean left;

        Pump(MultiEmitter<? super T> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            call.set(subscription);
            reader.onTermination(this::readerIsGone);
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onItem(T item) {
            if (!left) {
                reader.emit(item);
            } else if (!settled.get() && aftermath.hears(item)) {
                settle(true);
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            ended.set(true);
            if (left) {
                settle(false);
            } else {
                reader.fail(failure);
            }
        }

        @Override
        public void onCompletion() {
            ended.set(true);
            if (left) {
                settle(false);
            } else {
                reader.complete();
            }
        }

        private void readerIsGone() {
            if (ended.get()) {
                return;
            }
            var drained = drains.tryEnter(provider.get());
            slot.set(drained.orElse(null));
            left = true;
            if (drained.isEmpty() || ended.get()) {
                settle(false);
            } else {
                long millis = provider.get().leaving().drainMax().toMillis();
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> settle(false));
            }
        }

        private void settle(boolean heardOut) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            var subscription = call.get();
            if (subscription != null) {
                subscription.cancel();
            }
            var taken = slot.get();
            if (taken != null) {
                taken.leave();
            }
            aftermath.isOver(heardOut);
        }
    }
}
