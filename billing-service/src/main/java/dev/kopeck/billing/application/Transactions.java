package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** One transaction over the calls of several ports. */
public interface Transactions {

    /**
     * Runs the work in one transaction: every port that it calls takes part. Joins the transaction that is open where
     * there is one; rolls back where the work fails.
     */
    <T> Uni<T> inOne(Supplier<Uni<T>> work);
}
