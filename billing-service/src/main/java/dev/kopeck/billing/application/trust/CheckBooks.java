package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.CheckMode;
import dev.kopeck.billing.domain.trust.CheckRun;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Tally;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The check of every minute: accounts that changed since the last one, whoever changed them, and some others. */
public final class CheckBooks {

    private static final Logger LOG = Logger.getLogger(CheckBooks.class);

    private static final Duration MOST = Duration.ofMinutes(10);

    /** How many accounts with overdue holds are named. */
    private static final int OVERDUE_MAX = 100;

    private final Leadership leadership;
    private final BookChecks checks;
    private final CheckAccounts accounts;
    private final TrustState state;
    private final TrustSettings settings;
    private final Clock clock;

    public CheckBooks(
            Leadership leadership,
            BookChecks checks,
            CheckAccounts accounts,
            TrustState state,
            TrustSettings settings,
            Clock clock) {
        this.leadership = leadership;
        this.checks = checks;
        this.accounts = accounts;
        this.state = state;
        this.settings = settings;
        this.clock = clock;
    }

    /** One check, by one instance. Never fails: what was not looked at now is by the next one. */
    public Uni<Void> check() {
        return leadership
                .alone("checks", MOST, this::checked)
                .chain(state::publish)
                .onFailure()
                .invoke(failure -> LOG.warnf("Check of the books failed, the next one goes on reason=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> checked() {
        var started = clock.instant();
        return checks.watermark()
                .chain(mark -> checks.lastWatermark().chain(this::changed).call(() -> checks.lookedAt(mark)))
                .chain(this::withSample)
                .call(this::overdue)
                .map(tally -> new CheckRun(
                        CheckMode.CHANGED,
                        clock.instant(),
                        Duration.between(started, clock.instant()),
                        tally.accounts(),
                        tally.entries()))
                .chain(state::finished);
    }

    private Uni<Tally> changed(String since) {
        return Multi.createBy()
                .repeating()
                .uni(AtomicLong::new, cursor -> page(cursor, since))
                .whilst(page -> page.last().isPresent())
                .onItem()
                .transformToUniAndConcatenate(page -> accounts.checkOn(page.ranges()))
                .collect()
                .with(Collectors.reducing(Tally.NOTHING, Tally::plus));
    }

    private Uni<BookChecks.Page> page(AtomicLong cursor, String since) {
        return checks.changed(cursor.get(), settings.scan(), since)
                .invoke(page -> page.last().ifPresent(cursor::set));
    }

    private Uni<Tally> withSample(Tally changed) {
        return checks.sample(settings.sampleAccounts(), settings.sampleEntries())
                .chain(accounts::check)
                .map(changed::plus);
    }

    private Uni<Void> overdue() {
        return checks.overdue(settings.overdueGrace(), OVERDUE_MAX)
                .chain(found -> state.replace(Invariant.OVERDUE, found));
    }
}
