package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;

/** How the release of a hold by a person went: of a release and a settlement at the same moment one wins. */
public sealed interface ReleaseOutcome {

    /** @param balance the account's posted balance, which a release does not change */
    record Released(OpenHold hold, Nanos balance, Instant at) implements ReleaseOutcome {}

    /** It had ended before. */
    record EndedBefore(Resolution resolution, Instant at) implements ReleaseOutcome {}

    /** Nothing was ever held for it. */
    record NeverHeld() implements ReleaseOutcome {}
}
