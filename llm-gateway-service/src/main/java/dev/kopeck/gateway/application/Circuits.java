package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Provider;

/**
 * Keeps calls away from providers that fail. A circuit opens where too many of a provider's last calls failed; after a while
 * it lets a few through, and closes where those succeed. Thread-safe, never blocks.
 */
public interface Circuits {

    /** Whether the provider may be called now. Each yes is followed by exactly one of the others. */
    boolean mayCall(Provider provider);

    void succeeded(Provider provider);

    void failed(Provider provider);

    /** The call ended without a verdict: cancelled, or refused for what was asked. */
    void undecided(Provider provider);
}
