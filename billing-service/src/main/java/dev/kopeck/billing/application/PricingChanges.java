package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Changes of prices, models, plans and of what accounts pay. */
public interface PricingChanges {

    /**
     * Runs the work in a transaction, the open one where there is one, with no other such change going on over all
     * instances: what it reads stays true until it has written.
     */
    <T> Uni<T> alone(Supplier<Uni<T>> work);
}
