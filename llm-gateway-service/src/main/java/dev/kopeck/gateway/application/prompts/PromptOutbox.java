package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** What Kafka has not acknowledged yet. Told twice is as good as told once: the ids are the same. */
public interface PromptOutbox {

    Uni<Void> published(PromptId promptId);

    Uni<Void> cancelTold(PromptId promptId);

    /** Prompts that were put on the shelf longer ago than this, the oldest first. */
    Uni<List<PromptSubmitted>> unpublished(Duration olderThan, int atMost);

    /** Cancellations that were asked for longer ago than this. */
    Uni<List<PromptCancelled>> cancelsUntold(Duration olderThan, int atMost);
}
