package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Target;

/** What happens on an {@link Errand}. */
public sealed interface AttemptEvent<T> {

    /**
     * A target is called.
     *
     * @param number from 1, over all targets
     */
    record Called<T>(Target target, int number) implements AttemptEvent<T> {}

    /** It said something. */
    record Said<T>(T item) implements AttemptEvent<T> {}

    /** It failed, nothing was delivered, and the next call waits its turn. */
    record Waiting<T>() implements AttemptEvent<T> {}
}
