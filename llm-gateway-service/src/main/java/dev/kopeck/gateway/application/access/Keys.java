package dev.kopeck.gateway.application.access;

import dev.kopeck.gateway.domain.KeyHash;
import io.smallrye.mutiny.Uni;

/** Billing's word on API keys. */
public interface Keys {

    /**
     * What the key may do, as it was at most a second ago; within a bounded time.
     *
     * <p>Fails with {@link KeysUnavailableException} where billing does not say: nobody is let in then.
     */
    Uni<KeyAnswer> ask(KeyHash hash);
}
