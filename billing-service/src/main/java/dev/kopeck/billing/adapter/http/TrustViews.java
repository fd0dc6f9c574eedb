package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.application.trust.Parking.Parked;
import dev.kopeck.billing.application.trust.TrustState.Overview;
import dev.kopeck.billing.application.trust.Violations.Seen;
import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Violation;
import dev.kopeck.contracts.identity.AccountId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Answers about the books. */
final class TrustViews {

    private static final int NANO_SCALE = 9;
    private static final int LEAST_DECIMALS_SHOWN = 2;

    private TrustViews() {}

    /** Figures are decimal strings in currency, or numbers, as the invariant says. */
    @Schema(
            description = "Where an invariant does not hold. Figures are decimal strings in"
                    + " currency, or numbers, as the invariant says.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ViolationView(
            int invariant,
            String name,
            @Nullable String accountId,
            @Nullable String subject,
            @Nullable String expected,
            @Nullable String found,
            long count,
            @Schema(ref = ApiDocument.TIME) @Nullable String firstSeen,
            @Schema(ref = ApiDocument.TIME) @Nullable String lastSeen) {

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
    @Schema(description = "When the books were checked.")
    record RunView(
            String mode,
            @Schema(ref = ApiDocument.TIME) String finished,
            @Schema(description = "Seconds.") double took,
            long accounts,
            long entries) {
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
            @Schema(description = "What always holds.") String says,

            @Schema(description = "holds, violated, or unchecked where no check has looked at it yet.")
            String status,

            @Schema(description = "How many violations there are; the list holds the oldest of them.")
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

    @Schema(examples = """
                    {"items":[{"number":1,"name":"held","says":"held is the sum of the account's open holds",\
                    "status":"violated","open":1,"lastRuns":[{"mode":"full","finished":"2026-11-25T11:15:30.123456Z",\
                    "took":1.5,"accounts":120,"entries":4711}],"violations":[{"invariant":1,"name":"held","accountId":"1001","expected":"0.00","found":"0.50","count":1,\
                    "firstSeen":"2026-11-25T10:15:30.123456Z","lastSeen":"2026-11-25T11:15:30.123456Z"}]}]}""")
    record InvariantsView(List<InvariantView> items) {
        static InvariantsView of(Overview overview) {
            return new InvariantsView(Arrays.stream(Invariant.values())
                    .map(invariant -> InvariantView.of(invariant, overview))
                    .toList());
        }
    }

    @Schema(description = "An account that spends nothing until its books are right again.", examples = """
                    {"accountId":"1001","violations":[{"invariant":1,"name":"held","accountId":"1001","expected":"0.00","found":"0.50","count":1,\
                    "firstSeen":"2026-11-25T10:15:30.123456Z","lastSeen":"2026-11-25T11:15:30.123456Z"}]}""")
    record ParkedView(String accountId, List<ViolationView> violations) {
        static ParkedView of(Parked parked) {
            return new ParkedView(
                    parked.account().toString(),
                    parked.violations().stream().map(ViolationView::of).toList());
        }
    }

    @Schema(examples = """
                    {"accountId":"1001","parked":false,"reason":"the entry that was missing has been restored"}""")
    record UnparkedView(String accountId, boolean parked, String reason) {}
}
