package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.gateway.application.access.RateLimits;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Writes down how billing ended prompts, and gives the limits back what was not used. */
public final class RecordOutcomes {

    private final PromptOutcomes outcomes;
    private final RateLimits limits;

    public RecordOutcomes(PromptOutcomes outcomes, RateLimits limits) {
        this.outcomes = outcomes;
        this.limits = limits;
    }

    public Uni<Void> declined(PromptDeclined declined) {
        return declined.channel() == Channel.API ? corrected(outcomes.declined(declined)) : nothing();
    }

    public Uni<Void> settled(ChargeSettled settled) {
        return settled.channel() == Channel.API ? corrected(outcomes.settled(settled)) : nothing();
    }

    private Uni<Void> corrected(Uni<Optional<PromptOutcomes.Reserved>> written) {
        return written.invoke(found -> found.ifPresent(reserved ->
                        limits.correct(reserved.account(), reserved.keyId(), reserved.tokens(), reserved.used())))
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
