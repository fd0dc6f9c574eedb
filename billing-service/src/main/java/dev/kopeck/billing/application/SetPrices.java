package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.PriceImport;
import dev.kopeck.billing.domain.PriceTariff;
import dev.kopeck.billing.domain.PriceVersion;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an operator does with single prices. */
public final class SetPrices {

    private final PriceBook book;
    private final PricingChanges changes;
    private final PriceMetrics metrics;

    public SetPrices(PriceBook book, PricingChanges changes, PriceMetrics metrics) {
        this.book = book;
        this.changes = changes;
        this.metrics = metrics;
    }

    /**
     * A new version. Nobody else changes a price between the comparison with what it replaces and the writing.
     *
     * @param confirmed the price is meant as it is, however suspicious
     */
    public Uni<Setting> set(PriceTariff tariff, Optional<Instant> effectiveFrom, boolean confirmed) {
        return changes.alone(() -> book.mayTakeEffect(effectiveFrom)
                .chain(may -> may
                        ? compared(tariff, effectiveFrom, confirmed)
                        : Uni.createFrom().item(new Setting.OutOfTime())));
    }

    public Uni<List<PriceVersion>> list(PriceBook.Filter filter) {
        return book.list(filter);
    }

    public Uni<Optional<PriceVersion>> find(int version) {
        return book.find(version);
    }

    /** Takes back a version that has not taken effect; done again, it is answered alike. */
    public Uni<Withdrawal> withdraw(int version) {
        return changes.alone(() -> book.find(version)
                .chain(before -> book.withdraw(version)
                        .chain(() -> book.find(version))
                        .map(after -> withdrawal(before, after))));
    }

    private Uni<Setting> compared(PriceTariff tariff, Optional<Instant> effectiveFrom, boolean confirmed) {
        return book.inEffect(List.of(tariff.model()), effectiveFrom)
                .map(inEffect -> PriceImport.row(tariff, Optional.ofNullable(inEffect.get(tariff.model()))))
                .invoke(row -> row.suspicions().forEach(suspicion -> metrics.suspicious(suspicion, confirmed)))
                .chain(row -> row.suspicions().isEmpty() || confirmed
                        ? added(tariff, effectiveFrom)
                        : Uni.createFrom().item(new Setting.Suspicious(row)));
    }

    private Uni<Setting> added(PriceTariff tariff, Optional<Instant> effectiveFrom) {
        return book.add(List.of(tariff), effectiveFrom)
                .chain(added -> added ? made(tariff.model()) : Uni.createFrom().item(new Setting.OutOfTime()));
    }

    private Uni<Setting> made(String model) {
        return book.newest(model)
                .invoke(() -> metrics.versionsMade(1))
                .map(version -> new Setting.Done(version.orElseThrow()));
    }

    private static Withdrawal withdrawal(Optional<PriceVersion> before, Optional<PriceVersion> after) {
        if (before.isEmpty() || after.isEmpty() || after.get().derivation().isPresent()) {
            return new Withdrawal.Unknown();
        }
        return after.get().withdrawnAt().isEmpty()
                ? new Withdrawal.InEffect()
                : new Withdrawal.Withdrawn(before.get(), after.get());
    }

    /** The outcome of {@link #set}. */
    public sealed interface Setting {
        record Done(PriceVersion version) implements Setting {}

        /** Nothing was set: it looks like a mistake, and nobody has confirmed it. */
        record Suspicious(PriceImport.Row row) implements Setting {}

        /** Nothing was set: it would take effect in the past, or more than ten years ahead. */
        record OutOfTime() implements Setting {}
    }

    /** The outcome of {@link #withdraw}. */
    public sealed interface Withdrawal {
        record Withdrawn(PriceVersion before, PriceVersion after) implements Withdrawal {}

        /** It has taken effect, and may be pinned by holds and charges. */
        record InEffect() implements Withdrawal {}

        /** No listed price has this version. */
        record Unknown() implements Withdrawal {}
    }
}
