package dev.kopeck.billing.application;

import java.time.Duration;

/** What operators watch of the outbox. Every instance shows the same. */
public interface OutboxMetrics {

    /** For how long the oldest event waits; zero where none waits. */
    void oldest(Duration age);
}
