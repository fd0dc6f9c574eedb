package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Usage that cost more than could be charged.
 *
 * @param entry the charge that was cut
 * @param prompt whose usage it was
 */
public record UncollectedUsage(
        UUID entry,
        UUID prompt,
        AccountId account,
        Nanos amount,
        Reason reason,
        Optional<String> model,
        boolean estimated,
        Instant at) {

    /** Why it could not be charged. */
    public enum Reason {
        ABOVE_HOLD(1, "above_hold"),
        AFTER_EXPIRY(2, "after_expiry");

        private final int code;
        private final String apiName;

        Reason(int code, String apiName) {
            this.code = code;
            this.apiName = apiName;
        }

        public int code() {
            return code;
        }

        public String apiName() {
            return apiName;
        }
    }
}
