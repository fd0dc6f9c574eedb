package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/**
 * The gateway's memory of prompts: who may call a model for each, and how each ended. Leases run by the database's
 * clock, the same for all instances. Every method fails where the database cannot be reached, and may be repeated.
 */
public interface PromptRecords {

    /** Claims the prompt where nobody did, or where the owner's lease is over; otherwise tells how things stand. */
    Uni<Claim> claim(PromptAuthorized prompt, InstanceId owner, Duration lease);

    /**
     * Stores how a prompt ended, once.
     *
     * @return whether it was stored; false where the claim was lost to another owner, or the prompt has ended already
     */
    Uni<Boolean> finish(PromptId promptId, InstanceId owner, Claim.Granted claim, Completion completion);

    /** Prolongs the leases of those of the prompts that the owner still holds. */
    Uni<Void> renew(List<PromptId> promptIds, InstanceId owner, Duration lease);

    /** Ends all leases of the owner, so that others need not wait for them. */
    Uni<Void> release(InstanceId owner);

    /**
     * Forgets the texts of some prompts that are older than this.
     *
     * @return how many; less than the bound where none are left
     */
    Uni<Integer> forgetTexts(Duration olderThan, int atMost);

    /** Forgets some prompts that are older than this altogether; returns how many, as {@link #forgetTexts}. */
    Uni<Integer> forgetPrompts(Duration olderThan, int atMost);
}
