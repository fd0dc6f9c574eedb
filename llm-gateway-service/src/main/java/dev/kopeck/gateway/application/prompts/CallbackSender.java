package dev.kopeck.gateway.application.prompts;

import io.smallrye.mutiny.Uni;
import java.net.URI;

/** Posts a prompt's report to its owner's server, signed. */
public interface CallbackSender {

    /** Never fails, and ends within a bounded time. Follows no redirect. */
    Uni<Result> send(PromptReport prompt, URI url);

    /** What came of it. */
    enum Result {
        DELIVERED,
        /** Not now: no connection, no answer in time, or one that is not 2xx. */
        FAILED,
        /** Never: the address is not one that may be called. */
        FORBIDDEN
    }
}
