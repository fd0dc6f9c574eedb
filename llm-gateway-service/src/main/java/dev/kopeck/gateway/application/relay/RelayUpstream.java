package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.Target;
import io.smallrye.mutiny.Multi;

/** The providers, as far as they speak OpenAI's protocol. */
public interface RelayUpstream {

    /**
     * Calls a provider once; each subscription is a call. Fails with a {@link
     * dev.kopeck.gateway.application.ModelFailedException}. Takes more from the provider only as fast as more is asked
     * for; cancelling closes the connection. A stream that is complete ends with a frame that says so; where the events
     * complete without one, it was cut. What follows that frame need not be waited for: the connection is closed if its
     * provider does not end it soon.
     */
    Multi<RelayEvent> call(Target target, UpstreamCall call);
}
