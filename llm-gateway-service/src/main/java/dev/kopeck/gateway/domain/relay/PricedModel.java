package dev.kopeck.gateway.domain.relay;

import java.time.Instant;

/**
 * A model that can be paid for.
 *
 * @param price JSON: rates per million tokens as decimal strings, tiers by context length
 * @param since when the price was set
 */
public record PricedModel(String id, String currency, String price, Instant since) {}
