package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/**
 * Where billing's last word about a prompt is written down, once. Told again it changes nothing; one about a prompt that is
 * not on the shelf, such as a relayed one, is not for here.
 */
public interface PromptOutcomes {

    /** What was reserved for it; empty where nothing was written down. */
    Uni<Optional<Reserved>> declined(PromptDeclined declined);

    /** As {@link #declined}. */
    Uni<Optional<Reserved>> settled(ChargeSettled settled);

    /**
     * Tokens that the rate limits have counted for a prompt, and those that it used.
     *
     * @param used zero where it was not answered
     */
    record Reserved(AccountId account, UUID keyId, long tokens, long used) {}
}
