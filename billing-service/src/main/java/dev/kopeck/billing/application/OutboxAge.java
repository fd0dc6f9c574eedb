package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How far the outbox is behind. */
public interface OutboxAge {

    /** For how long the oldest event, or notice that becomes one, waits to be sent; zero where none waits. */
    Uni<Duration> oldest();
}
