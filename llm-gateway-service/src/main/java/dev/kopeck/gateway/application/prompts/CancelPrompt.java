package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.access.Caller;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Takes a prompt back. It is marked first, then all gateways are told: whoever takes it up later sees the mark, whoever
 * answers it already hears of it.
 */
public final class CancelPrompt {

    private final PromptShelf shelf;
    private final PublishPrompts publishing;

    public CancelPrompt(PromptShelf shelf, PublishPrompts publishing) {
        this.shelf = shelf;
        this.publishing = publishing;
    }

    /** The prompt as it is now; one that has ended stays as it is. */
    public Uni<Optional<PromptReport>> cancel(Caller caller, PromptId promptId) {
        return shelf.withdraw(caller.accountId(), promptId)
                .call(found -> found.filter(prompt -> !prompt.isOver())
                        .map(prompt -> publishing.cancelled(new PromptCancelled(promptId, caller.payer(), Channel.API)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
