package dev.kopeck.billing.domain;

import java.util.Optional;

/** What a change says about one value: nothing, a new one, or that there is none any more. */
public sealed interface Edit<T> {

    /** The value after the change. */
    default Optional<T> over(Optional<T> current) {
        return switch (this) {
            case Kept<T> kept -> current;
            case Set<T>(var value) -> Optional.of(value);
            case Cleared<T> cleared -> Optional.empty();
        };
    }

    record Kept<T>() implements Edit<T> {}

    record Set<T>(T value) implements Edit<T> {}

    record Cleared<T>() implements Edit<T> {}
}
