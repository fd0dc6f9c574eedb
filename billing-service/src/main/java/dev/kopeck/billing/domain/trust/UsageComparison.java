package dev.kopeck.billing.domain.trust;

import dev.kopeck.billing.domain.trust.Report.UsageLine;
import dev.kopeck.contracts.money.Nanos;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A provider's usage against ours, per day and model.
 *
 * @param driftMax in percent; a day and model that drifts further is flagged
 */
public record UsageComparison(BigDecimal driftMax) {

    private static final int PERCENT_SCALE = 2;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Report compare(List<ProviderUsage> theirs, List<OwnUsage> ours) {
        Set<String> known = new HashSet<>();
        ours.forEach(usage -> known.add(usage.model()));
        Map<Place, Both> places = new TreeMap<>(Comparator.comparing(Place::day).thenComparing(Place::model));
        Set<String> named = new HashSet<>();
        for (var usage : theirs) {
            var model = ourNameOf(usage.model(), known);
            named.add(model);
            places.computeIfAbsent(new Place(usage.day(), model), place -> new Both())
                    .add(usage);
        }
        Set<String> elsewhere = new TreeSet<>();
        for (var usage : ours) {
            if (named.contains(usage.model())) {
                places.computeIfAbsent(new Place(usage.day(), usage.model()), place -> new Both())
                        .add(usage);
            } else {
                elsewhere.add(usage.model());
            }
        }
        var lines = new ArrayList<UsageLine>();
        places.forEach((place, both) -> lines.add(line(place, both)));
        long flagged = lines.stream().filter(UsageLine::flagged).count();
        return Report.of(lines.size(), flagged, notes(elsewhere), lines);
    }

    /** Providers tell of snapshots: {@code gpt-4o-2024-08-06} is our {@code gpt-4o} unless we know it by that name. */
    private static String ourNameOf(String model, Set<String> known) {
        var plain = model.replaceFirst("-\\d{4}-\\d{2}-\\d{2}$", "");
        return !known.contains(model) && known.contains(plain) ? plain : model;
    }

    private UsageLine line(Place place, Both both) {
        var drift = drift(both.inputHere + both.outputHere, both.inputThere + both.outputThere);
        boolean flagged = drift.map(percent -> percent.abs().compareTo(driftMax) > 0)
                .orElse(both.inputThere + both.outputThere > 0);
        return new UsageLine(
                place.day(),
                place.model(),
                both.inputHere,
                both.inputThere,
                both.outputHere,
                both.outputThere,
                new Nanos(both.charged),
                Optional.ofNullable(both.cost),
                drift,
                flagged);
    }

    private static Optional<BigDecimal> drift(long here, long there) {
        return here == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(there - here)
                        .multiply(HUNDRED)
                        .divide(BigDecimal.valueOf(here), PERCENT_SCALE, RoundingMode.HALF_UP));
    }

    private static List<String> notes(Set<String> elsewhere) {
        return elsewhere.isEmpty()
                ? List.of()
                : List.of("Models that the file does not name were left out: %s."
                        .formatted(String.join(", ", elsewhere)));
    }

    private record Place(LocalDate day, String model) {}

    /** Sums: a file has at most 20,000 lines of 10^15 tokens, which stays exact. */
    private static final class Both {

        private long inputHere;
        private long outputHere;
        private long inputThere;
        private long outputThere;
        private long charged;
        private @Nullable BigDecimal cost;

        private void add(ProviderUsage usage) {
            inputThere = Math.addExact(inputThere, usage.inputTokens());
            outputThere = Math.addExact(outputThere, usage.outputTokens());
            usage.cost().ifPresent(more -> cost = cost == null ? more : cost.add(more));
        }

        private void add(OwnUsage usage) {
            inputHere = Math.addExact(inputHere, usage.inputTokens());
            outputHere = Math.addExact(outputHere, usage.outputTokens());
            charged = Math.addExact(charged, usage.charged().value());
        }
    }
}
