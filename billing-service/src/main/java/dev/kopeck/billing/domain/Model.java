package dev.kopeck.billing.domain;

import java.util.Optional;

/**
 * A model as operators see it. It is there because it was described or because it has a price.
 *
 * @param active false: prompts for it are declined by its name
 * @param current what it costs now
 * @param next what it will cost next
 */
public record Model(
        String id,
        Optional<String> description,
        boolean active,
        Optional<PriceVersion> current,
        Optional<PriceVersion> next) {}
