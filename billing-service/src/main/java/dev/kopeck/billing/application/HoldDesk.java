package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.OpenHold;
import dev.kopeck.billing.domain.PromptMoney;
import dev.kopeck.billing.domain.Settlement;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Holds as people look at them. Takes part in the transaction that is open where it is called. */
public interface HoldDesk {

    /** Open holds that match, the one that expires first at the beginning. */
    Uni<List<OpenHold>> open(Filter filter, Optional<Place> after, int limit);

    /** What became of a prompt's money; empty where it never asked for any. */
    Uni<Optional<PromptMoney>> find(PromptId prompt);

    /** Gives all of it back, unless it has ended meanwhile: then the answer is what is recorded of that. */
    Uni<Settlement> release(OpenHold hold);

    /** Writes an event to the outbox, in the same transaction. */
    Uni<Void> tell(ChargeSettled event);

    /** @param minAge how old a hold is at least */
    record Filter(Optional<AccountId> account, Optional<String> model, Duration minAge) {}

    /** A place in the list of holds. */
    record Place(Instant expiresAt, PromptId prompt) {}
}
