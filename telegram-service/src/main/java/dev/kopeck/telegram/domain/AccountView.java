package dev.kopeck.telegram.domain;

import dev.kopeck.contracts.money.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * What billing tells about an account.
 *
 * @param available what can be spent now
 * @param held reserved for answers that are being written
 * @param currency three letters, ISO 4217
 * @param granted the welcome grant, where this very contact brought it
 */
public record AccountView(
        Nanos available,
        Nanos held,
        String currency,
        @Nullable Nanos granted) {}
