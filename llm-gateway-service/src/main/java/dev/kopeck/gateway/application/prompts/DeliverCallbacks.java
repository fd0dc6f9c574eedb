package dev.kopeck.gateway.application.prompts;

import dev.kopeck.gateway.application.prompts.Callbacks.DueCallback;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Tells clients' servers how prompts ended, at least once, for a bounded time: the waits double up to a longest one. An
 * answer that got lost, or a gateway that died, tells again; who is told recognises the prompt by its id.
 */
public final class DeliverCallbacks {

    private static final Logger LOG = Logger.getLogger(DeliverCallbacks.class);

    private final Callbacks callbacks;
    private final CallbackSender sender;
    private final CallbackSettings settings;
    private final RandomGenerator random;

    public DeliverCallbacks(
            Callbacks callbacks, CallbackSender sender, CallbackSettings settings, RandomGenerator random) {
        this.callbacks = callbacks;
        this.sender = sender;
        this.settings = settings;
        this.random = random;
    }

    /**
     * @param lease longer than one delivery takes
     * @param attemptsMax after so many it is given up
     * @param firstDelay after the first failure; doubles with each further one
     */
    public record CallbackSettings(
            Duration lease, int atOnce, int attemptsMax, Duration firstDelay, Duration delayMax) {}

    /** Delivers what is due. To be called every few moments; never fails. */
    public Uni<Void> deliver() {
        return callbacks
                .take(settings.lease(), settings.atOnce())
                .chain(this::deliverAll)
                .onFailure()
                .invoke(f -> LOG.warnf(
                        "Callbacks cannot be looked up. cause=%s", f.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> deliverAll(List<DueCallback> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(this::deliverOne)
                .merge(Math.max(1, due.size()))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> deliverOne(DueCallback callback) {
        var id = callback.prompt().id();
        return sender.send(callback.prompt(), callback.url()).chain(result -> switch (result) {
            case DELIVERED -> callbacks.delivered(id);
            case FORBIDDEN -> givenUp(callback, "its address may not be called");
            case FAILED ->
                callback.attempts() >= settings.attemptsMax()
                        ? givenUp(callback, "nobody took it")
                        : callbacks.retry(id, delayAfter(callback.attempts()));
        });
    }

    private Uni<Void> givenUp(DueCallback callback, String why) {
        LOG.warnf(
                "A callback is given up: %s. promptId=%s attempts=%d",
                why, callback.prompt().id(), callback.attempts());
        return callbacks.giveUp(callback.prompt().id());
    }

    /** Between half and all of the doubled delay, so that those that failed together do not come back together. */
    private Duration delayAfter(int attempts) {
        double doubled = settings.firstDelay().toMillis() * Math.pow(2, attempts - 1.0);
        double bounded = Math.min(doubled, (double) settings.delayMax().toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.5 + random.nextDouble() / 2)));
    }
}
