package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;

/**
 * The requests that came with an idempotency key. Requests without one are never here. Every method fails where the
 * database cannot be reached, and may be repeated.
 */
public interface IdempotencyKeys {

    /**
     * Claims a key of an API key for a new request.
     *
     * @param candidate the request's prompt, where nobody has the key
     * @param running how long a request may run; one that gave no sign by then is forgotten
     */
    Uni<Claim> claim(UUID keyId, byte[] digest, PromptId candidate, Duration running);

    /** The request was answered: no other one may use the key. */
    Uni<Void> answered(PromptId promptId);

    /** The request got no answer and costs nothing: the same key may be used again. */
    Uni<Void> release(PromptId promptId);

    /** Forgets some that are older than this; returns how many. */
    Uni<Integer> forget(Duration olderThan, int atMost);

    /** What became of a claim. */
    enum Claim {
        NEW,
        RUNNING,
        ANSWERED
    }
}
