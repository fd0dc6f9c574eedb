package dev.kopeck.billing.domain;

import java.util.Optional;

/** An account's spend limits and what is used of them in the current day and month. */
public record SpendLimitUse(SpendLimit limit, Optional<LimitUse> daily, Optional<LimitUse> monthly) {}
