package dev.kopeck.billing.application;

import dev.kopeck.billing.application.PriceMetrics.ImportResult;
import dev.kopeck.billing.domain.ListedTariff;
import dev.kopeck.billing.domain.PriceImport;
import dev.kopeck.billing.domain.PriceSheet;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes over a price list, all of it or nothing. */
public final class ImportPrices {

    private final PriceBook book;
    private final PricingChanges changes;
    private final PriceMetrics metrics;

    public ImportPrices(PriceBook book, PricingChanges changes, PriceMetrics metrics) {
        this.book = book;
        this.changes = changes;
        this.metrics = metrics;
    }

    /** What the list would change; changes nothing. Empty where it could not take effect at that moment. */
    public Uni<Optional<PriceImport>> preview(PriceSheet sheet, Optional<Instant> effectiveFrom) {
        return look(sheet, effectiveFrom).invoke(found -> metrics.imported(ImportResult.PREVIEWED));
    }

    /**
     * Sets what the list changes, as versions of one transaction. Nobody else changes a price between the comparison
     * and the writing.
     *
     * @param confirmed models whose prices are meant as they are, however suspicious
     */
    public Uni<Import> load(PriceSheet sheet, Optional<Instant> effectiveFrom, Set<String> confirmed) {
        return changes.alone(() -> look(sheet, effectiveFrom)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(new Import.OutOfTime())
                                : decided(found.get(), effectiveFrom, confirmed)))
                .invoke(this::count);
    }

    private Uni<Optional<PriceImport>> look(PriceSheet sheet, Optional<Instant> effectiveFrom) {
        return book.mayTakeEffect(effectiveFrom)
                .chain(may -> may
                        ? compared(sheet, effectiveFrom).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<PriceImport> compared(PriceSheet sheet, Optional<Instant> effectiveFrom) {
        var models = sheet.tariffs().stream().map(ListedTariff::model).toList();
        return book.inEffect(models, effectiveFrom).map(inEffect -> PriceImport.of(sheet, inEffect));
    }

    private Uni<Import> decided(PriceImport found, Optional<Instant> effectiveFrom, Set<String> confirmed) {
        var unconfirmed = found.unconfirmed(confirmed);
        if (!found.sheet().invalid().isEmpty() || !unconfirmed.isEmpty()) {
            return Uni.createFrom().item(new Import.Stopped(found, unconfirmed));
        }
        if (found.tariffs().isEmpty()) {
            return Uni.createFrom().item(new Import.Loaded(found));
        }
        return book.add(found.tariffs(), effectiveFrom)
                .map(added -> added ? new Import.Loaded(found) : new Import.OutOfTime());
    }

    private void count(Import outcome) {
        metrics.imported(
                switch (outcome) {
                    case Import.Loaded loaded -> {
                        metrics.versionsMade(loaded.found().tariffs().size());
                        count(loaded.found().unconfirmed(Set.of()), true);
                        yield ImportResult.LOADED;
                    }
                    case Import.Stopped stopped -> {
                        count(stopped.unconfirmed(), false);
                        yield stopped.found().sheet().invalid().isEmpty()
                                ? ImportResult.SUSPICIOUS
                                : ImportResult.INVALID;
                    }
                    case Import.OutOfTime outOfTime -> ImportResult.OUT_OF_TIME;
                });
    }

    private void count(List<PriceImport.Row> suspicious, boolean confirmed) {
        for (var row : suspicious) {
            row.suspicions().forEach(suspicion -> metrics.suspicious(suspicion, confirmed));
        }
    }

    /** The outcome of {@link #load}. */
    public sealed interface Import {
        record Loaded(PriceImport found) implements Import {}

        /** Nothing was set: rows are invalid, or suspicious and not confirmed. */
        record Stopped(PriceImport found, List<PriceImport.Row> unconfirmed) implements Import {}

        /** Nothing was set: it would take effect in the past, or more than ten years ahead. */
        record OutOfTime() implements Import {}
    }
}
