package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.EntryRange;
import dev.kopeck.billing.domain.trust.Findings;
import dev.kopeck.billing.domain.trust.Tally;
import dev.kopeck.billing.domain.trust.Violation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks entries of accounts, in portions that one statement can take, and has an eye on what is found. */
public final class CheckAccounts {

    private final BookChecks checks;
    private final WatchViolations watch;
    private final TrustSettings settings;

    public CheckAccounts(BookChecks checks, WatchViolations watch, TrustSettings settings) {
        this.checks = checks;
        this.watch = watch;
        this.settings = settings;
    }

    /** Checks, parks what is violated, and remembers how far it got. */
    Uni<Tally> checkOn(List<EntryRange> ranges) {
        return tally(ranges, portion -> checks.checkOn(portion, settings.portionEntries()));
    }

    /** Checks, and parks what is violated. */
    Uni<Tally> check(List<EntryRange> ranges) {
        return tally(ranges, portion -> checks.check(portion, settings.portionEntries()));
    }

    /** Checks one account to its end, and only answers what is violated. */
    Uni<List<Violation>> violations(EntryRange range) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new ArrayList<>(List.of(range)), this::nextPart)
                .whilst(findings -> !findings.unfinished().isEmpty())
                .collect()
                .asList()
                .map(CheckAccounts::distinct);
    }

    private Uni<Findings> nextPart(List<EntryRange> rest) {
        return checks.check(List.copyOf(rest), settings.portionEntries()).invoke(findings -> {
            rest.clear();
            rest.addAll(findings.unfinished());
        });
    }

    private static List<Violation> distinct(List<Findings> parts) {
        return parts.stream()
                .flatMap(part -> part.violations().stream())
                .distinct()
                .toList();
    }

    private Uni<Tally> tally(List<EntryRange> ranges, Check check) {
        var portions = EntryRange.portions(ranges, settings.portionAccounts(), settings.portionEntries());
        return Multi.createFrom()
                .iterable(portions)
                .onItem()
                .transformToUniAndConcatenate(portion -> tallyOf(portion, check))
                .collect()
                .with(Collectors.reducing(Tally.NOTHING, Tally::plus));
    }

    /** A portion, and what one statement left of it. */
    private Uni<Tally> tallyOf(List<EntryRange> portion, Check check) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new ArrayList<>(portion), rest -> watched(rest, check))
                .whilst(findings -> !findings.unfinished().isEmpty())
                .map(Findings::tally)
                .collect()
                .with(Collectors.reducing(Tally.NOTHING, Tally::plus));
    }

    private Uni<Findings> watched(List<EntryRange> rest, Check check) {
        return check.of(List.copyOf(rest))
                .call(findings -> watch.saw(findings.violations()))
                .invoke(findings -> {
                    rest.clear();
                    rest.addAll(findings.unfinished());
                });
    }

    private interface Check {
        Uni<Findings> of(List<EntryRange> portion);
    }
}
