package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * A charge whose tokens Kopeck counted itself, since the provider did not tell them.
 *
 * @param prompt whose usage it was
 * @param late charged after its hold had expired, as an entry of its own
 * @param model of the price that it was charged at
 */
public record EstimatedCharge(
        UUID entry,
        UUID prompt,
        AccountId account,
        Nanos amount,
        boolean late,
        Optional<String> model,
        Optional<Channel> channel,
        UsageLine.Tokens tokens,
        Instant at) {

    public Place place() {
        return new Place(at, entry);
    }

    /** A place in the list, which is ordered by time and, of one moment, by id. Before it lies what is older. */
    public record Place(Instant at, UUID entry) {

        private static final UUID LEAST = new UUID(0, 0);
        private static final int PARTS = 2;

        /** Before it lies everything that happened before this moment, and nothing of the moment itself. */
        public static Place at(Instant moment) {
            return new Place(moment, LEAST);
        }

        /** @throws IllegalArgumentException where no list gave this text */
        public static Place parse(String text) {
            var parts = text.split("\\.", -1);
            try {
                if (parts.length == PARTS && Long.parseLong(parts[0]) >= 0) {
                    return new Place(
                            Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), UUID.fromString(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be a cursor that this list gave", e);
            }
            throw new IllegalArgumentException("must be a cursor that this list gave");
        }

        /** Microseconds since 1970, which is as far as the books go, and the id. */
        public String text() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + entry;
        }

        public boolean isBefore(Instant moment) {
            return at.isBefore(moment);
        }
    }
}
