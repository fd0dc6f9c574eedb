package dev.kopeck.billing.application.trust;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** One instance at a time. */
public interface Leadership {

    /**
     * Does the work where nobody else does work of this name; else nothing. Whoever dies lets go. The work has
     * transactions of its own.
     *
     * @param most how long the work may take until it is given up, so that another round can begin
     */
    Uni<Void> alone(String name, Duration most, Supplier<Uni<Void>> work);
}
