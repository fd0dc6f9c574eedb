package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Prompts as their owners see them. Every method fails where the database cannot be reached in time. */
public interface PromptShelf {

    /** @param unpublishedMax prompts of all accounts that may wait for Kafka to come back */
    Uni<Placed> place(KeptPrompt prompt, int unpublishedMax);

    /** Nobody sees another account's prompts. */
    Uni<Optional<PromptReport>> find(AccountId account, PromptId promptId);

    Uni<ReportPage> list(AccountId account, PromptFilter filter, Optional<PromptId> before, int size);

    /** Marks the prompt as not wanted any more unless it has ended; once is as good as often. Empty where it is not there. */
    Uni<Optional<PromptReport>> withdraw(AccountId account, PromptId promptId);

    /** What became of an order. */
    sealed interface Placed {

        record New() implements Placed {}

        /** The idempotency key was used before. */
        record Before(PromptId promptId, RequestHash request) implements Placed {}

        /** Too many prompts wait for Kafka. */
        record Full() implements Placed {}
    }
}
