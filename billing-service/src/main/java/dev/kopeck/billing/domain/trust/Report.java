package dev.kopeck.billing.domain.trust;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a comparison gave.
 *
 * @param notes what a reader must know about it, in sentences
 * @param lines what was compared where that is little, else what differs; the first {@link #LINES_MAX}
 * @param omitted how many lines more there were
 */
public record Report(long compared, long differing, List<String> notes, List<Line> lines, long omitted) {

    /** How many lines are kept. */
    public static final int LINES_MAX = 1000;

    public Report {
        notes = List.copyOf(notes);
        lines = List.copyOf(lines);
    }

    /** Keeps the first lines. */
    public static Report of(long compared, long differing, List<String> notes, List<? extends Line> lines) {
        var kept = List.<Line>copyOf(lines.subList(0, Math.min(lines.size(), LINES_MAX)));
        return new Report(compared, differing, notes, kept, lines.size() - kept.size());
    }

    /** A line of a report. */
    public sealed interface Line {}

    /**
     * Outcomes of one kind in one hour.
     *
     * @param rows in the books
     * @param events distinct ones on Kafka
     * @param untold rows without an event
     * @param unknown events without a row
     * @param samples prompt ids of some of both
     */
    public record HourLine(
            String topic, Instant hour, long rows, long events, long untold, long unknown, List<String> samples)
            implements Line {
        public HourLine {
            samples = List.copyOf(samples);
        }

        public boolean differs() {
            return untold > 0 || unknown > 0;
        }
    }

    /**
     * A payment that differs.
     *
     * @param verdict {@code missing_here}, {@code missing_there}, {@code other_amount}, {@code refunded_there_only}
     * @param there how many Stars; empty where Telegram does not know it
     * @param here what was credited; empty where the books do not know it
     * @param expected what the Stars are worth, where their worth is known
     */
    public record PaymentLine(
            String paymentId,
            String verdict,
            Optional<BigDecimal> there,
            Optional<Nanos> here,
            Optional<BigDecimal> expected,
            Optional<AccountId> account,
            Optional<UUID> entry,
            Instant at)
            implements Line {}

    /**
     * A model on a day (UTC).
     *
     * @param charged what customers paid for it
     * @param cost what the provider wants for it, where the file says so
     * @param driftPercent theirs against ours, of input and output tokens together; empty where we have none
     */
    public record UsageLine(
            LocalDate day,
            String model,
            long inputHere,
            long inputThere,
            long outputHere,
            long outputThere,
            Nanos charged,
            Optional<BigDecimal> cost,
            Optional<BigDecimal> driftPercent,
            boolean flagged)
            implements Line {}
}
