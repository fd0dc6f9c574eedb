package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.SealVerification;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Hashes sealed hours again, a few at a time, each step noted so that another instance can go on. */
public final class VerifySeals {

    private static final Logger LOG = Logger.getLogger(VerifySeals.class);

    private static final Duration MOST = Duration.ofHours(12);

    /** What one statement verifies: enough to be quick over quiet hours, few enough to show progress over busy ones. */
    private static final Duration STEP = Duration.ofHours(6);

    private final Leadership leadership;
    private final Seals seals;
    private final TrustMetrics metrics;

    public VerifySeals(Leadership leadership, Seals seals, TrustMetrics metrics) {
        this.leadership = leadership;
        this.seals = seals;
        this.metrics = metrics;
    }

    /** Does what is asked for, by one instance. Never fails: the next round goes on. */
    public Uni<Void> work() {
        return leadership
                .alone(
                        "seal-verification",
                        MOST,
                        () -> seals.next()
                                .chain(open -> open.map(this::verify)
                                        .orElse(Uni.createFrom().voidItem())))
                .onFailure()
                .invoke(failure -> LOG.warnf("Verification interrupted, the next round goes on reason=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> verify(SealVerification asked) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicReference<>(asked.nextHour()), from -> step(asked, from))
                .whilst(done -> done.finished().isEmpty())
                .collect()
                .last()
                .invoke(this::tell)
                .replaceWithVoid();
    }

    private Uni<SealVerification> step(SealVerification asked, AtomicReference<Instant> from) {
        var begin = from.get();
        var end = begin.plus(STEP).isBefore(asked.to()) ? begin.plus(STEP) : asked.to();
        return seals.verify(begin, end)
                .chain(part -> seals.advance(asked.id(), part, !end.isBefore(asked.to())))
                .invoke(done -> from.set(end));
    }

    private void tell(SealVerification done) {
        metrics.wrongSeals(done.wrong());
        if (done.wrong() > 0) {
            LOG.warnf("Sealed hours are not as they were sealed verificationId=%s hours=%d", done.id(), done.wrong());
        }
    }
}
