package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.application.trust.Seals.Sealing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Seals hours that are over, one after the other. */
public final class SealHours {

    private static final Logger LOG = Logger.getLogger(SealHours.class);

    private final Seals seals;
    private final Duration grace;
    private final int most;

    /**
     * @param grace how long after its end an hour is not sealed yet
     * @param most how many hours one round seals
     */
    public SealHours(Seals seals, Duration grace, int most) {
        this.seals = seals;
        this.grace = grace;
        this.most = most;
    }

    /** One round. Never fails: what was not sealed now is by the next one. */
    public Uni<Void> seal() {
        return Uni.createFrom().deferred(() -> round(new SealedHours()));
    }

    private Uni<Void> round(SealedHours sealed) {
        return Multi.createBy()
                .repeating()
                .uni(() -> seals.sealNext(grace))
                .whilst(Sealing.Sealed.class::isInstance)
                .invoke(sealing -> tell(sealing, sealed))
                .select()
                .first(most)
                .collect()
                .last()
                .onItemOrFailure()
                .invoke((last, failure) -> sealed.end().ifPresent(LOG::info))
                .onFailure()
                .invoke(failure -> LOG.warnf("Hour not sealed, the next round tries again reason=%s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** The log is a second place where seals stand, out of reach of whoever can write to the database. */
    private static void tell(Sealing sealing, SealedHours round) {
        switch (sealing) {
            case Sealing.Sealed sealed -> round.add(sealed).ifPresent(LOG::info);
            case Sealing.Waiting waiting ->
                LOG.infof(
                        "Hour not sealed yet, a transaction that may belong to it is running hour=%s", waiting.hour());
            case Sealing.Nothing nothing -> {}
        }
    }
}
