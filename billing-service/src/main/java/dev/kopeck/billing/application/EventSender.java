package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Sends encoded events. */
public interface EventSender {

    /** Completes when the broker has acknowledged all of them; fails where it did not. */
    Uni<Void> send(List<OutboxMessage> messages);
}
