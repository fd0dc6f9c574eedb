package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.util.Optional;

/**
 * An account to be opened, without a payer and without a grant.
 *
 * @param creditLimit zero or more
 * @param lowBalance zero or more; empty: no notice is wanted
 */
public record NewAccount(AccountProfile profile, Nanos creditLimit, Optional<Nanos> lowBalance) {}
