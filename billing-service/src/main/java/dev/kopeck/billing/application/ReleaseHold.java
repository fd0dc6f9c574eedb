package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.OpenHold;
import dev.kopeck.billing.domain.PromptMoney;
import dev.kopeck.billing.domain.ReleaseOutcome;
import dev.kopeck.billing.domain.Settlement;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Gives held money back because a person says so: through the same function and the same locks as a settlement, so of
 * both at the same moment one wins. Told through the outbox, in the transaction that the caller has opened.
 */
public final class ReleaseHold {

    private final HoldDesk desk;

    public ReleaseHold(HoldDesk desk) {
        this.desk = desk;
    }

    public Uni<ReleaseOutcome> release(PromptId prompt) {
        return desk.find(prompt).chain(this::release);
    }

    private Uni<ReleaseOutcome> release(Optional<PromptMoney> found) {
        return switch (found.orElse(null)) {
            case null -> Uni.createFrom().item(new ReleaseOutcome.NeverHeld());
            case PromptMoney.Refused refused -> Uni.createFrom().item(new ReleaseOutcome.NeverHeld());
            case PromptMoney.Ended ended -> Uni.createFrom().item(endedBefore(ended));
            case PromptMoney.Held held -> desk.release(held.hold()).chain(settlement -> told(held.hold(), settlement));
        };
    }

    private Uni<ReleaseOutcome> told(OpenHold hold, Settlement settlement) {
        return switch (settlement) {
            case Settlement.Parked parked ->
                throw new IllegalStateException(
                        "a hold with its own account and price was refused: " + parked.reason());
            case Settlement.Resolved resolved
            when resolved.replay() ->
                Uni.createFrom().item(new ReleaseOutcome.EndedBefore(resolved.resolution(), resolved.at()));
            case Settlement.Resolved resolved ->
                desk.tell(hold.released(resolved.balance()))
                        .replaceWith(new ReleaseOutcome.Released(hold, resolved.balance(), resolved.at()));
        };
    }

    private static ReleaseOutcome endedBefore(PromptMoney.Ended ended) {
        var resolution = switch (ended.entry().kind()) {
            case RELEASE -> Resolution.RELEASED;
            case EXPIRY -> Resolution.EXPIRED;
            case CHARGE, TOP_UP, REFUND, ADJUSTMENT, GRANT, BREAKAGE, LATE_CHARGE -> Resolution.SETTLED;
        };
        return new ReleaseOutcome.EndedBefore(resolution, ended.entry().createdAt());
    }
}
