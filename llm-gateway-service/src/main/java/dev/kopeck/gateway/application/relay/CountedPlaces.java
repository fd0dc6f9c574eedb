package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.Refusals;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** So many places and no queue: who finds none is refused at once, and told when to come again. */
public final class CountedPlaces implements Places {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Semaphore places;

    public CountedPlaces(int places) {
        this.places = new Semaphore(places);
    }

    @Override
    public Stay visit(PromptAuthorized prompt) {
        return new CountedStay();
    }

    private final class CountedStay implements Stay {

        private final AtomicBoolean taken = new AtomicBoolean();

        @Override
        public Uni<Optional<Refusal>> admitted() {
            return Uni.createFrom().item(() -> {
                taken.set(places.tryAcquire());
                return taken.get() ? Optional.empty() : Optional.of(Refusals.queueFull(false, SOON));
            });
        }

        @Override
        public void leave() {
            if (taken.compareAndSet(true, false)) {
                places.release();
            }
        }
    }
}
