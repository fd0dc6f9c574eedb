package dev.kopeck.gateway.application.access;

import dev.kopeck.gateway.domain.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** The gateways that live, by the database's clock. */
public interface GatewayRoll {

    /**
     * Tells that this one lives, and asks how many do.
     *
     * @param silence after which a gateway counts no more
     * @return at least 1
     */
    Uni<Integer> beat(InstanceId me, Duration silence);

    /** This one stops. */
    Uni<Void> leave(InstanceId me);
}
