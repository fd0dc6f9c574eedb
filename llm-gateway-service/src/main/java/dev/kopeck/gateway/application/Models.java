package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.Target;
import io.smallrye.mutiny.Multi;

/** The models of all providers. */
public interface Models {

    /**
     * Calls a model at one of its targets, once; each subscription is a call. Ends with {@link ModelEvent.Ended}, or fails with a {@link
     * ModelFailedException}. Cancelling the subscription cancels the call at the provider as far as it can be.
     */
    Multi<ModelEvent> answer(ModelCall call, Target target);
}
