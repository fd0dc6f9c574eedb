package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;

/** A model's provider did not do its part. Carries no cause: a provider's own words may hold secrets. */
public final class ModelFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ModelFailure failure;

    public ModelFailedException(ModelFailure failure) {
        super(failure.kind() + (failure.status() == 0 ? "" : ", status " + failure.status()), null, false, false);
        this.failure = failure;
    }

    public ModelFailure failure() {
        return failure;
    }
}
