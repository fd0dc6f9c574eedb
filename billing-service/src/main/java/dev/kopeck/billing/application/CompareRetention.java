package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.PromptRetention;
import dev.kopeck.billing.domain.RefusalMemory;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares how long refusals are remembered with how long Kafka keeps the prompts. Only tells: a service that would not
 * start for it would stop everybody's prompts for what hurts few of them, and weeks later.
 */
public final class CompareRetention {

    private static final Logger LOG = Logger.getLogger(CompareRetention.class);

    private final PromptTopic topic;
    private final Duration remembered;
    private volatile @Nullable RefusalMemory last;

    /** @param remembered how long refusals are kept */
    public CompareRetention(PromptTopic topic, Duration remembered) {
        this.topic = topic;
        this.remembered = remembered;
    }

    /** One comparison. Never fails. */
    public Uni<Void> compare() {
        return topic.retention()
                .map(prompts -> new RefusalMemory(remembered, prompts))
                .invoke(this::note)
                .replaceWithVoid();
    }

    /** What the last comparison found; empty before the first one. */
    public Optional<RefusalMemory> last() {
        return Optional.ofNullable(last);
    }

    /** Told once, and again where it has become something else. */
    private void note(RefusalMemory found) {
        if (found.equals(last)) {
            return;
        }
        last = found;
        switch (found.verdict()) {
            case LONG_ENOUGH -> {}
            case TOO_SHORT ->
                LOG.warnf(
                        "Refused prompts are forgotten before Kafka forgets the prompts: one that is read again would be"
                                + " decided anew. Raise kopeck.billing.access.reject-retention or lower retention.ms of"
                                + " the topic remembered=%s promptsKept=%s",
                        remembered, found.promptsKept());
            case UNKNOWN ->
                LOG.warnf(
                        "The broker does not tell how long it keeps prompts; kopeck.billing.access.reject-retention must be"
                                + " longer remembered=%s reason=%s",
                        remembered, found.prompts() instanceof PromptRetention.Untold untold ? untold.reason() : "");
        }
    }
}
