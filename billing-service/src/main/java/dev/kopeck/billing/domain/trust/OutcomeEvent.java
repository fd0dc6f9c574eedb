package dev.kopeck.billing.domain.trust;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * An outcome that Kafka tells of: a fact of a record's headers.
 *
 * @param late whether it is the charge of a hold that had expired
 * @param at when the record was written
 */
public record OutcomeEvent(Kind kind, UUID promptId, boolean late, Instant at) {

    /** What became of a prompt. */
    public enum Kind {
        AUTHORIZED(1, "authorized"),
        DECLINED(2, "declined"),
        SETTLED(3, "settled");

        private final int code;
        private final String apiName;

        Kind(int code, String apiName) {
            this.code = code;
            this.apiName = apiName;
        }

        public static Kind ofCode(int code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown kind of outcome " + code));
        }

        public int code() {
            return code;
        }

        public String apiName() {
            return apiName;
        }
    }
}
