package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Who is still to be told how a prompt ended. */
public interface Callbacks {

    /**
     * Takes those that are due, so that no other instance tells them meanwhile.
     *
     * @param lease after which another one may, where this one says nothing more
     */
    Uni<List<DueCallback>> take(Duration lease, int atMost);

    Uni<Void> delivered(PromptId promptId);

    Uni<Void> retry(PromptId promptId, Duration after);

    Uni<Void> giveUp(PromptId promptId);

    /** @param attempts made so far, this one included */
    record DueCallback(PromptReport prompt, URI url, int attempts) {}
}
