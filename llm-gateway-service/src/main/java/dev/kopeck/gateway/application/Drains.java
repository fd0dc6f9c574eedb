package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.Provider;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls whose reader has left and that are heard to their end: so many of a provider at the same time. Thread-safe. */
public final class Drains {

    private final ConcurrentMap<String, Integer> running = new ConcurrentHashMap<>();

    /** One such call. */
    public final class Slot {

        private final String provider;
        private final AtomicBoolean left = new AtomicBoolean();

        private Slot(String provider) {
            this.provider = provider;
        }

        /** Once only, however often it is called. */
        public void leave() {
            if (left.compareAndSet(false, true)) {
                running.computeIfPresent(provider, (id, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /** Empty where the provider's bound is reached, or its policy is another one. */
    public Optional<Slot> tryEnter(Provider provider) {
        var policy = provider.leaving();
        if (policy.kind() != LeavePolicy.Kind.DRAIN) {
            return Optional.empty();
        }
        var entered = new AtomicBoolean();
        running.compute(provider.id(), (id, count) -> {
            int before = count == null ? 0 : count;
            entered.set(before < policy.drainsMax());
            return entered.get() ? Integer.valueOf(before + 1) : count;
        });
        return entered.get() ? Optional.of(new Slot(provider.id())) : Optional.empty();
    }

    public int running() {
        return running.values().stream().mapToInt(Integer::intValue).sum();
    }
}
