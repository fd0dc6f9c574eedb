package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.SpendLimitUse;
import java.util.Optional;

/** An account with what is used of its spend limits, where it has some. */
public record AccountOverview(Account account, Optional<SpendLimitUse> limits) {}
