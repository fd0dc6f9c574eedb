package dev.kopeck.billing.domain.trust;

import dev.kopeck.billing.domain.trust.Report.PaymentLine;
import dev.kopeck.billing.domain.trust.StarTransaction.Direction;
import dev.kopeck.contracts.money.Nanos;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Telegram's Star transactions against the payments of the books, by payment id.
 *
 * @param lag how long a payment may take from Telegram to the books: one that came in so shortly after the first
 *     transaction may belong to one before it
 * @param starValue what a Star is credited with; empty where amounts cannot be compared
 */
public record StarComparison(Duration lag, Optional<Nanos> starValue) {

    private static final int NANO_SCALE = 9;

    public Report compare(List<StarTransaction> theirs, List<OwnPayment> ours, Instant from) {
        Map<String, OwnPayment> known = new HashMap<>();
        ours.forEach(payment -> known.put(payment.paymentId(), payment));
        Set<String> told = new HashSet<>();
        var lines = new ArrayList<PaymentLine>();
        long compared = 0;
        for (var transaction : theirs) {
            if (transaction.direction() != Direction.OTHER) {
                compared++;
                told.add(transaction.id());
                line(transaction, Optional.ofNullable(known.get(transaction.id())))
                        .ifPresent(lines::add);
            }
        }
        for (var payment : ours) {
            if (!told.contains(payment.paymentId()) && !payment.at().isBefore(from.plus(lag))) {
                compared++;
                lines.add(missingThere(payment));
            }
        }
        return Report.of(compared, lines.size(), notes(theirs, compared), lines);
    }

    private Optional<PaymentLine> line(StarTransaction theirs, Optional<OwnPayment> ours) {
        if (ours.isEmpty()) {
            return Optional.of(differing(theirs, ours, "missing_here"));
        }
        boolean refund = theirs.direction() == Direction.REFUND;
        if (refund && !ours.get().refunded()) {
            return Optional.of(differing(theirs, ours, "refunded_there_only"));
        }
        boolean other = !refund
                && expected(theirs)
                        .filter(worth -> worth.compareTo(decimal(ours.get().amount())) != 0)
                        .isPresent();
        return other ? Optional.of(differing(theirs, ours, "other_amount")) : Optional.empty();
    }

    private PaymentLine differing(StarTransaction theirs, Optional<OwnPayment> ours, String verdict) {
        return new PaymentLine(
                theirs.id(),
                verdict,
                Optional.of(theirs.stars()),
                ours.map(OwnPayment::amount),
                expected(theirs),
                ours.map(OwnPayment::account),
                ours.map(OwnPayment::entry),
                theirs.at());
    }

    private static PaymentLine missingThere(OwnPayment payment) {
        return new PaymentLine(
                payment.paymentId(),
                "missing_there",
                Optional.empty(),
                Optional.of(payment.amount()),
                Optional.empty(),
                Optional.of(payment.account()),
                Optional.of(payment.entry()),
                payment.at());
    }

    /** Exact: a product that is no whole number of nanos differs from whatever was credited. */
    private Optional<BigDecimal> expected(StarTransaction theirs) {
        return starValue.map(value -> theirs.stars().multiply(decimal(value)).stripTrailingZeros());
    }

    private static BigDecimal decimal(Nanos amount) {
        return BigDecimal.valueOf(amount.value(), NANO_SCALE);
    }

    private List<String> notes(List<StarTransaction> theirs, long compared) {
        var notes = new ArrayList<String>();
        long others = theirs.stream()
                .filter(transaction -> transaction.direction() == Direction.OTHER)
                .count();
        if (others > 0) {
            notes.add("%d transactions are no payments of users and were left out.".formatted(others));
        }
        if (starValue.isEmpty()) {
            notes.add("The worth of a Star is not known, so amounts were not compared.");
        }
        if (compared == 0) {
            notes.add("There was nothing to compare.");
        }
        return notes;
    }
}
