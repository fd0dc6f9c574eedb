package dev.kopeck.gateway.domain.relay;

import dev.kopeck.contracts.money.Nanos;

/**
 * What billing charged.
 *
 * @param balance what the account has after it
 * @param currency three letters, ISO 4217
 */
public record Receipt(Nanos cost, Nanos balance, String currency) {}
