package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.TokenKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What importing a price list would change, and what is suspicious about it.
 *
 * @param rows each model of the list, in its order
 * @param sheet what was read
 */
public record PriceImport(List<Row> rows, PriceSheet sheet) {

    /** No model costs so little per million tokens that its dearest rate is below this: 0.0005, in nanos. */
    private static final long IMPLAUSIBLY_CHEAP = 500_000;
    /** Nor so much: 5,000, in nanos. */
    private static final long IMPLAUSIBLY_DEAR = 5_000_000_000_000L;
    /** From this many rows on, a list that is suspicious by half is itself the mistake. */
    private static final int LIST_LEAST = 3;

    /** One model of the list against what is in effect. */
    public sealed interface Row {

        ListedTariff listed();

        Set<Suspicion> suspicions();

        record New(ListedTariff listed, Set<Suspicion> suspicions) implements Row {}

        /** @param replaces the version that is in effect then */
        record Changed(ListedTariff listed, int replaces, List<RateChange> changes, Set<Suspicion> suspicions)
                implements Row {}

        /** @param version the version in effect then, which charges the same */
        record Unchanged(ListedTariff listed, int version) implements Row {
            @Override
            public Set<Suspicion> suspicions() {
                return Set.of();
            }
        }
    }

    /** @param inEffect the terms that the list would replace, by model */
    public static PriceImport of(PriceSheet sheet, Map<String, PriceTerms> inEffect) {
        var rows = new ArrayList<Row>(sheet.tariffs().size());
        for (var listed : sheet.tariffs()) {
            rows.add(row(listed, Optional.ofNullable(inEffect.get(listed.model()))));
        }
        return new PriceImport(List.copyOf(rows), sheet);
    }

    /** A single price that is set by itself: judged as a list of one row is. */
    public static Row row(PriceTariff tariff, Optional<PriceTerms> inEffect) {
        return row(new ListedTariff(1, tariff), inEffect);
    }

    /** What would become new versions. */
    public List<PriceTariff> tariffs() {
        return rows.stream()
                .filter(row -> !(row instanceof Row.Unchanged))
                .map(row -> row.listed().tariff())
                .toList();
    }

    /** Suspicious rows that nobody has confirmed. */
    public List<Row> unconfirmed(Set<String> confirmed) {
        return rows.stream()
                .filter(row -> !row.suspicions().isEmpty()
                        && !confirmed.contains(row.listed().model()))
                .toList();
    }

    /** Whether so much of the list is about a million times off that its unit was mistaken as a whole. */
    public boolean looksLikeAnotherUnit() {
        long off = rows.stream()
                .filter(row -> row.suspicions().contains(Suspicion.UNIT))
                .count();
        return off >= LIST_LEAST && off * 2 >= tariffs().size();
    }

    private static Row row(ListedTariff listed, Optional<PriceTerms> inEffect) {
        return inEffect.map(old -> against(old, listed))
                .orElseGet(() -> new Row.New(listed, suspicionsOfNew(listed.tariff())));
    }

    private static Row against(PriceTerms old, ListedTariff listed) {
        var changes = RateChange.between(old, listed.tariff());
        return changes.isEmpty()
                ? new Row.Unchanged(listed, old.version())
                : new Row.Changed(listed, old.version(), changes, suspicions(changes));
    }

    private static Set<Suspicion> suspicions(List<RateChange> changes) {
        var suspicions = EnumSet.noneOf(Suspicion.class);
        for (var change : changes) {
            if (change.isJump()) {
                suspicions.add(Suspicion.JUMP);
            }
            if (change.isUnit()) {
                suspicions.add(Suspicion.UNIT);
            }
            if (change.becomesFree()) {
                suspicions.add(Suspicion.FREE);
            }
        }
        return suspicions;
    }

    private static Set<Suspicion> suspicionsOfNew(PriceTariff tariff) {
        long dearest = Stream.concat(
                        Stream.of(tariff.base()), tariff.tiers().stream().map(tier -> tier.rates()))
                .flatMapToLong(rates -> Stream.of(TokenKind.values()).mapToLong(kind -> RateChange.rate(rates, kind)))
                .max()
                .orElse(0);
        if (dearest == 0) {
            return Set.of(Suspicion.FREE);
        }
        return dearest < IMPLAUSIBLY_CHEAP || dearest > IMPLAUSIBLY_DEAR ? Set.of(Suspicion.UNIT) : Set.of();
    }
}
