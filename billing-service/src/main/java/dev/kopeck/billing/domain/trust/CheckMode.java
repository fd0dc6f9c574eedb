package dev.kopeck.billing.domain.trust;

import java.util.Locale;

/** How the books were checked. */
public enum CheckMode {
    /** What changed since the last check, and samples. */
    CHANGED,
    /** Every account from its first entry. */
    FULL,
    /** The books against Kafka. */
    KAFKA;

    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CheckMode named(String apiName) {
        return valueOf(apiName.toUpperCase(Locale.ROOT));
    }

    /** Whether a check of this kind looks at the invariant. */
    public boolean covers(Invariant invariant) {
        return (this == KAFKA) == (invariant == Invariant.KAFKA);
    }
}
