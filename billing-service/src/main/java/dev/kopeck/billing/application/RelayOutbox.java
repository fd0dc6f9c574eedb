package dev.kopeck.billing.application;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Sends what waits in the outbox: bounded batches, as long as they come back full. */
public final class RelayOutbox {

    private static final Logger LOG = Logger.getLogger(RelayOutbox.class);

    private final Outbox outbox;
    private final EventSender sender;
    private final int batch;

    public RelayOutbox(Outbox outbox, EventSender sender, int batch) {
        this.outbox = outbox;
        this.sender = sender;
        this.batch = batch;
    }

    /** One round. Never fails: what could not be sent stays for the next one. */
    public Uni<Void> relay() {
        return Multi.createBy()
                .repeating()
                .uni(() -> outbox.relay(batch, sender::send))
                .whilst(sent -> sent == batch)
                .collect()
                .last()
                .onFailure()
                .invoke(failure -> LOG.warnf("Relay failed, the next one goes on reason=%s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
