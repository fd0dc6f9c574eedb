package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Where prompts wait, for all instances to read: whichever one a client asks, it sees the same. */
public interface PositionBook {

    /** As it is now; what is not written again counts for three seconds. Prompts that are not on the shelf are left out. */
    Uni<Void> write(Map<PromptId, Integer> positions);
}
