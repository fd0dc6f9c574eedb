package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.kopeck.billing.application.trust.Parking.Parked;
import dev.kopeck.billing.application.trust.TrustState.Overview;
import dev.kopeck.billing.application.trust.Violations.Seen;
import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Proof;
import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Seal;
import dev.kopeck.billing.domain.trust.SealVerification;
import dev.kopeck.billing.domain.trust.Violation;
import dev.kopeck.contracts.identity.AccountId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers about the books. */
final class TrustViews {

    private static final int NANO_SCALE = 9;
    private static final int LEAST_DECIMALS_SHOWN = 2;

    private TrustViews() {}

    /** Figures are decimal strings in currency, or numbers, as the invariant says. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ViolationView(
            int invariant,
            String name,
            @Nullable String accountId,
            @Nullable String subject,
            @Nullable String expected,
            @Nullable String found,
            long count,
            @Nullable String firstSeen,
            @Nullable String lastSeen) {

        static ViolationView of(Violation violation) {
            return of(violation, null, null);
        }

        static ViolationView of(Seen seen) {
            return of(seen.violation(), seen.first().toString(), seen.last().toString());
        }

        private static ViolationView of(Violation violation, @Nullable String first, @Nullable String last) {
            var invariant = violation.invariant();
            return new ViolationView(
                    invariant.number(),
                    invariant.apiName(),
                    violation.account().map(AccountId::toString).orElse(null),
                    violation.subject().isEmpty() ? null : violation.subject(),
                    figure(invariant, violation.expected()),
                    figure(invariant, violation.found()),
                    violation.count(),
                    first,
                    last);
        }

        /** Sums of broken books may leave the range of an amount. */
        private static @Nullable String figure(Invariant invariant, Optional<BigDecimal> figure) {
            if (figure.isEmpty() || invariant.figures() != Invariant.Figures.MONEY) {
                return figure.map(BigDecimal::toPlainString).orElse(null);
            }
            var amount = figure.get().movePointLeft(NANO_SCALE).stripTrailingZeros();
            return (amount.scale() < LEAST_DECIMALS_SHOWN ? amount.setScale(LEAST_DECIMALS_SHOWN) : amount)
                    .toPlainString();
        }
    }

    /** @param took seconds */
    record RunView(String mode, String finished, double took, long accounts, long entries) {
        static RunView of(CheckRun run) {
            return new RunView(
                    run.mode().apiName(),
                    run.finished().toString(),
                    run.took().toMillis() / 1000.0,
                    run.accounts(),
                    run.entries());
        }
    }

    /**
     * @param status {@code holds}, {@code violated}, or {@code unchecked} where no check has looked at it yet
     * @param open how many violations there are; the list holds the oldest of them
     */
    record InvariantView(
            int number,
            String name,
            String says,
            String status,
            long open,
            List<RunView> lastRuns,
            List<ViolationView> violations) {

        static InvariantView of(Invariant invariant, Overview overview) {
            var runs = overview.runs().stream()
                    .filter(run -> run.mode().covers(invariant))
                    .map(RunView::of)
                    .toList();
            long open = overview.open().getOrDefault(invariant, 0L);
            return new InvariantView(
                    invariant.number(),
                    invariant.apiName(),
                    invariant.sentence(),
                    open > 0 ? "violated" : runs.isEmpty() ? "unchecked" : "holds",
                    open,
                    runs,
                    overview.violations().stream()
                            .filter(seen -> seen.violation().invariant() == invariant)
                            .map(ViolationView::of)
                            .toList());
        }
    }

    record InvariantsView(List<InvariantView> items) {
        static InvariantsView of(Overview overview) {
            return new InvariantsView(Arrays.stream(Invariant.values())
                    .map(invariant -> InvariantView.of(invariant, overview))
                    .toList());
        }
    }

    record ParkedView(String accountId, List<ViolationView> violations) {
        static ParkedView of(Parked parked) {
            return new ParkedView(
                    parked.account().toString(),
                    parked.violations().stream().map(ViolationView::of).toList());
        }
    }

    record UnparkedView(String accountId, boolean parked, String reason) {}

    /** A proof is requested, running or finished. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProofView(
            String id,
            String state,
            @Nullable String night,
            String requestedAt,
            @Nullable String started,
            @Nullable String finished,
            long accounts,
            long entries,
            long violations) {

        static ProofView of(Proof proof) {
            return new ProofView(
                    proof.id().toString(),
                    proof.finished().isPresent() ? "finished" : proof.started().isPresent() ? "running" : "requested",
                    proof.night().map(LocalDate::toString).orElse(null),
                    proof.requestedAt().toString(),
                    text(proof.started()),
                    text(proof.finished()),
                    proof.accounts(),
                    proof.entries(),
                    proof.violations());
        }
    }

    record SealView(String hour, long rows, String previous, String hash, String sealedAt) {
        static SealView of(Seal seal) {
            return new SealView(
                    seal.hour().toString(),
                    seal.rows(),
                    seal.previous(),
                    seal.hash(),
                    seal.sealedAt().toString());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingView(
            String hour,
            String verdict,
            @Nullable Long rowsSealed,
            @Nullable Long rowsFound) {
        static FindingView of(SealVerification.Finding finding) {
            return new FindingView(
                    finding.hour().toString(),
                    finding.verdict(),
                    finding.rowsSealed().orElse(null),
                    finding.rowsFound().orElse(null));
        }
    }

    /** @param sound once finished: whether every hour is as it was sealed */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VerificationView(
            String id,
            String state,
            String from,
            String to,
            String requestedAt,
            @Nullable String finished,
            @Nullable Boolean sound,
            long hours,
            long rows,
            long wrong,
            List<FindingView> findings) {

        static VerificationView of(SealVerification verification) {
            boolean done = verification.finished().isPresent();
            return new VerificationView(
                    verification.id().toString(),
                    done ? "finished" : verification.hours() > 0 ? "running" : "requested",
                    verification.from().toString(),
                    verification.to().toString(),
                    verification.requestedAt().toString(),
                    text(verification.finished()),
                    done ? verification.wrong() == 0 : null,
                    verification.hours(),
                    verification.rows(),
                    verification.wrong(),
                    verification.findings().stream().map(FindingView::of).toList());
        }
    }

    /** @param result notes, lines, and how many lines more there were */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReconciliationView(
            String id,
            String kind,
            String state,
            String from,
            String to,
            String requestedAt,
            @Nullable String finished,
            long compared,
            long differing,
            @Nullable String failure,
            @JsonRawValue @Nullable String result) {

        static ReconciliationView of(Reconciliation reconciliation) {
            return new ReconciliationView(
                    reconciliation.id().toString(),
                    reconciliation.kind().apiName(),
                    reconciliation.finished().isEmpty()
                            ? "requested"
                            : reconciliation.failure().isPresent() ? "failed" : "finished",
                    reconciliation.from().toString(),
                    reconciliation.to().toString(),
                    reconciliation.requestedAt().toString(),
                    text(reconciliation.finished()),
                    reconciliation.compared(),
                    reconciliation.differing(),
                    reconciliation.failure().orElse(null),
                    reconciliation.result().orElse(null));
        }
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
