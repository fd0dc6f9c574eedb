package dev.kopeck.billing.application;

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

    public SetPrices(PriceBook book, PricingChanges changes) {
        this.book = book;
        this.changes = changes;
    }

    /**
     * A new version.
     *
     * @return empty where it would take effect in the past, or more than ten years ahead
     */
    public Uni<Optional<PriceVersion>> set(PriceTariff tariff, Optional<Instant> effectiveFrom) {
        return changes.alone(() -> book.add(List.of(tariff), effectiveFrom)
                .chain(added ->
                        added ? book.newest(tariff.model()) : Uni.createFrom().item(Optional.empty())));
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

    private static Withdrawal withdrawal(Optional<PriceVersion> before, Optional<PriceVersion> after) {
        if (before.isEmpty() || after.isEmpty() || after.get().derivation().isPresent()) {
            return new Withdrawal.Unknown();
        }
        return after.get().withdrawnAt().isEmpty()
                ? new Withdrawal.InEffect()
                : new Withdrawal.Withdrawn(before.get(), after.get());
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
