package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.SpendLimitUse;
import java.util.Optional;

/** How a change of spend limits went. */
public sealed interface LimitChange {

    record Changed(Optional<SpendLimitUse> before, Optional<SpendLimitUse> after) implements LimitChange {}

    record UnknownAccount() implements LimitChange {}

    /** The database has no rules for this time zone. */
    record UnknownZone() implements LimitChange {}

    record AccountIsClosed() implements LimitChange {}
}
