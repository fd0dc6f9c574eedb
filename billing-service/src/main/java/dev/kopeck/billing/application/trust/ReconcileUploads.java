package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.OwnPayment;
import dev.kopeck.billing.domain.trust.ProviderUsage;
import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Reconciliation.Kind;
import dev.kopeck.billing.domain.trust.Report;
import dev.kopeck.billing.domain.trust.StarComparison;
import dev.kopeck.billing.domain.trust.StarTransaction;
import dev.kopeck.billing.domain.trust.UsageComparison;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Compares what somebody else wrote down with the books, at once; in the caller's transaction. */
public final class ReconcileUploads {

    /** How {@code payments.received} names Telegram Stars. */
    private static final String STARS = "telegram-stars";

    private final Reconciliations reconciliations;
    private final BooksForComparison books;
    private final TrustMetrics metrics;
    private final Supplier<UUID> ids;

    public ReconcileUploads(
            Reconciliations reconciliations, BooksForComparison books, TrustMetrics metrics, Supplier<UUID> ids) {
        this.reconciliations = reconciliations;
        this.books = books;
        this.metrics = metrics;
        this.ids = ids;
    }

    /** @param theirs at least one; the time from the first to the last of them is compared */
    public Uni<Reconciliation> stars(List<StarTransaction> theirs, StarComparison comparison) {
        var byTime = Comparator.comparing(StarTransaction::at);
        var from = theirs.stream().min(byTime).orElseThrow().at();
        var to = theirs.stream().max(byTime).orElseThrow().at().plusSeconds(1);
        var paymentIds = theirs.stream().map(StarTransaction::id).distinct().toList();
        return books.payments(STARS, paymentIds, from, to)
                .chain(ours -> reconciliations
                        .request(ids.get(), Kind.TELEGRAM_STARS, from, to)
                        .chain(asked -> compared(asked, ours, theirs, comparison)));
    }

    private Uni<Reconciliation> compared(
            Reconciliation asked,
            Optional<List<OwnPayment>> ours,
            List<StarTransaction> theirs,
            StarComparison comparison) {
        return ours.map(known -> finished(asked, comparison.compare(theirs, known, asked.from())))
                .orElseGet(() -> reconciliations.fail(asked.id(), "These books keep no payments of providers."));
    }

    /** @param theirs at least one; whole days from the first to the last of them are compared */
    public Uni<Reconciliation> usage(List<ProviderUsage> theirs, UsageComparison comparison) {
        var byDay = Comparator.comparing(ProviderUsage::day);
        var from = startOf(theirs.stream().min(byDay).orElseThrow());
        var to = startOf(theirs.stream().max(byDay).orElseThrow()).plusSeconds(24 * 60 * 60);
        return books.usage(from, to)
                .map(ours -> comparison.compare(theirs, ours))
                .chain(report -> reconciliations
                        .request(ids.get(), Kind.PROVIDER_USAGE, from, to)
                        .chain(asked -> finished(asked, report)));
    }

    private Uni<Reconciliation> finished(Reconciliation asked, Report report) {
        return reconciliations
                .finish(asked.id(), report)
                .invoke(done -> metrics.reconciled(done.kind().apiName(), done.differing()));
    }

    private static Instant startOf(ProviderUsage usage) {
        return usage.day().atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
