package dev.kopeck.gateway.application.access;

import dev.kopeck.gateway.domain.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Knows how many gateways share the limits. While the database is away the last count holds: neither does anybody get
 * more than before, nor less.
 */
public final class CountGateways {

    private static final Logger LOG = Logger.getLogger(CountGateways.class);

    /** Until it has counted, a gateway takes little, so that one that starts does not take what the others have. */
    private static final int UNCOUNTED = 8;

    private final GatewayRoll roll;
    private final InstanceId me;
    private final Duration silence;
    private volatile int living = UNCOUNTED;

    public CountGateways(GatewayRoll roll, InstanceId me, Duration silence) {
        this.roll = roll;
        this.me = me;
        this.silence = silence;
    }

    /** At least 1. */
    public int living() {
        return living;
    }

    /** To be called every few moments. */
    public Uni<Void> beat() {
        return roll.beat(me, silence)
                .invoke(count -> living = Math.max(1, count))
                .onFailure()
                .invoke(f -> LOG.debugf(
                        "Gateways were not counted. cause=%s", f.getClass().getName()))
                .onFailure()
                .recoverWithItem(this::living)
                .replaceWithVoid();
    }

    /** The others share what was this one's; a failure only means that they wait for its silence. */
    public Uni<Void> leave() {
        return roll.leave(me).onFailure().recoverWithNull().replaceWithVoid();
    }
}
