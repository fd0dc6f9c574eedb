package dev.kopeck.billing.domain.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Hours whose entries are hashed again and compared with their seals.
 *
 * @param nextHour every hour before it is verified
 * @param hours how many sealed hours were looked at
 * @param wrong how many of them are not sound
 * @param findings the first ones that are not
 */
public record SealVerification(
        UUID id,
        Instant from,
        Instant to,
        Instant requestedAt,
        Optional<Instant> finished,
        Instant nextHour,
        long hours,
        long rows,
        long wrong,
        List<Finding> findings) {

    /** How many findings are kept. */
    public static final int FINDINGS_MAX = 100;

    public SealVerification {
        findings = List.copyOf(findings);
    }

    /**
     * An hour that is not as it was sealed.
     *
     * @param verdict {@code rows_changed}, {@code rows_missing}, {@code rows_added}, {@code chain_broken},
     *     {@code seal_missing}, {@code unsealed}
     */
    public record Finding(Instant hour, String verdict, Optional<Long> rowsSealed, Optional<Long> rowsFound) {}

    /** What verifying some hours gave. */
    public record Part(Instant nextHour, long hours, long rows, List<Finding> findings) {
        public Part {
            findings = List.copyOf(findings);
        }
    }
}
