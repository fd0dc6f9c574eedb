package dev.kopeck.billing.domain.trust;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A comparison of the books with what somebody else says.
 *
 * @param compared how many hours, payments, or days and models were compared
 * @param differing how many of them differ
 * @param failure why there is no result, in a sentence
 * @param result {@link Report} as JSON
 */
public record Reconciliation(
        UUID id,
        Kind kind,
        Instant from,
        Instant to,
        Instant requestedAt,
        Optional<Instant> finished,
        long compared,
        long differing,
        Optional<String> failure,
        Optional<String> result) {

    /** Who else says something. */
    public enum Kind {
        KAFKA("kafka"),
        TELEGRAM_STARS("telegram_stars"),
        PROVIDER_USAGE("provider_usage");

        private final String apiName;

        Kind(String apiName) {
            this.apiName = apiName;
        }

        public static Optional<Kind> named(String apiName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.apiName.equals(apiName))
                    .findFirst();
        }

        public String apiName() {
            return apiName;
        }
    }
}
