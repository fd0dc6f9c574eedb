package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.PromptSubmitted;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Tells of prompts and cancellations until Kafka has them: at once, and by a sweep over what a crash or an outage left
 * behind. Several instances may tell the same; nobody counts it twice.
 */
public final class PublishPrompts {

    private static final Logger LOG = Logger.getLogger(PublishPrompts.class);
    private static final int PARALLEL = 16;

    private final PromptOutbox outbox;
    private final PromptEvents events;
    private final Duration ownTime;
    private final int batch;

    /** @param ownTime how long whoever put something on the shelf has to tell it before the sweep does */
    public PublishPrompts(PromptOutbox outbox, PromptEvents events, Duration ownTime, int batch) {
        this.outbox = outbox;
        this.events = events;
        this.ownTime = ownTime;
        this.batch = batch;
    }

    /** Never fails: what Kafka did not take is left to the sweep. */
    Uni<Void> submitted(PromptSubmitted prompt) {
        return quietly(submit(prompt));
    }

    /** Never fails, as above. */
    Uni<Void> cancelled(PromptCancelled cancellation) {
        return quietly(cancel(cancellation));
    }

    /** To be called every few moments. */
    public Uni<Void> sweep() {
        return quietly(Uni.createFrom()
                .deferred(() -> outbox.unpublished(ownTime, batch))
                .chain(prompts -> all(prompts, this::submit))
                .chain(() -> outbox.cancelsUntold(ownTime, batch))
                .chain(cancellations -> all(cancellations, this::cancel)));
    }

    private Uni<Void> submit(PromptSubmitted prompt) {
        return events.submitted(prompt).chain(() -> outbox.published(prompt.promptId()));
    }

    private Uni<Void> cancel(PromptCancelled cancellation) {
        return events.cancelled(cancellation).chain(() -> outbox.cancelTold(cancellation.promptId()));
    }

    private static <T> Uni<Void> all(List<T> items, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUni(step::apply)
                .merge(PARALLEL)
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Void> quietly(Uni<Void> work) {
        return work.onFailure()
                .invoke(f -> LOG.warnf(
                        "Kafka or the database did not take a prompt or a cancellation, it is told later. cause=%s",
                        f.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
