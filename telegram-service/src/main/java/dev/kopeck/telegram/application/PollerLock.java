package dev.kopeck.telegram.application;

import dev.kopeck.telegram.domain.BotIdentity;
import io.smallrye.mutiny.Uni;

/** Port: who polls. Of all replicas at most one holds the lock of a bot. */
public interface PollerLock {

    /** Takes the lock, or makes sure that it is still held. @return false where another replica has it */
    Uni<Boolean> hold(BotIdentity bot);

    /** Gives the lock up, so that another replica need not wait. */
    Uni<Void> release();
}
