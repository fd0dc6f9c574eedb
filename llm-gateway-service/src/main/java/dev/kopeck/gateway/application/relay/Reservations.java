package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.ReplyAddress;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.relay.Receipt;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/**
 * Money is held before a model is called, and settled behind it. What billing tells comes back on topics that every
 * gateway reads; this knows which of it somebody here waits for. Thread-safe; bounded by the requests that are under way.
 *
 * <p>A prompt is here from its submission to its end. An authorisation that comes for a prompt of this gateway that is not
 * here, because nobody waited any longer, is given back at once, so that no money is held for nothing.
 */
public final class Reservations {

    private static final Logger LOG = Logger.getLogger(Reservations.class);

    private static final Reply SILENCE = new Reply.Silence();

    private final RelayEvents events;
    private final String prefix;
    private final Duration replyTimeout;
    private final Duration settleTimeout;
    private final ConcurrentMap<PromptId, CompletableFuture<Reply>> prompts = new ConcurrentHashMap<>();
    private final ConcurrentMap<PromptId, CompletableFuture<Receipt>> charges = new ConcurrentHashMap<>();

    public Reservations(RelayEvents events, InstanceId instance, Duration replyTimeout, Duration settleTimeout) {
        this.events = events;
        this.prefix = instance + "/";
        this.replyTimeout = replyTimeout;
        this.settleTimeout = settleTimeout;
    }

    /** What this gateway calls the prompt towards billing. */
    String correlationId(PromptId promptId) {
        return prefix + promptId;
    }

    /** How every correlation id of this gateway begins, and of no other. */
    public String prefix() {
        return prefix;
    }

    /** Asks billing, and waits for its reply a bounded time. Whoever cancels calls {@link #giveUp}. */
    Uni<Reply> reserve(PromptSubmitted prompt) {
        return Uni.createFrom().deferred(() -> {
            var id = prompt.promptId();
            var reply = new CompletableFuture<Reply>();
            prompts.put(id, reply);
            var _ = events.submit(addressed(prompt)).whenComplete((sent, failure) -> {
                if (failure != null) {
                    reply.complete(SILENCE);
                }
            });
            return Uni.createFrom()
                    .completionStage(reply)
                    .ifNoItem()
                    .after(replyTimeout)
                    .recoverWithItem(SILENCE)
                    .onItem()
                    .invoke(said -> keepOnly(id, said));
        });
    }

    /** Nobody waits for this prompt any longer: what was reserved for it, or will be, is given back. */
    void giveUp(PromptId id) {
        var reply = prompts.remove(id);
        if (reply != null && reply.getNow(SILENCE) instanceof Reply.Authorized(var prompt)) {
            release(prompt);
        }
    }

    /** Gives the whole hold back: no model was called. */
    void release(PromptAuthorized prompt) {
        finish(prompt, Ending.NOT_CALLED);
    }

    /**
     * Tells how an authorised prompt ended, at once.
     *
     * @return what billing charged; empty where that was not known in time. Never fails
     */
    CompletionStage<Optional<Receipt>> finish(PromptAuthorized prompt, Ending ending) {
        var id = prompt.promptId();
        prompts.remove(id);
        var charge = new CompletableFuture<Receipt>();
        charges.put(id, charge);
        events.finish(ending.eventFor(prompt, correlationId(id)));
        return Uni.createFrom()
                .completionStage(charge)
                .map(Optional::of)
                .ifNoItem()
                .after(settleTimeout)
                .recoverWithItem(Optional.empty())
                .onTermination()
                .invoke(() -> charges.remove(id))
                .subscribeAsCompletionStage();
    }

    /** A reply of billing to a prompt of this gateway. Replies repeat. */
    public void onReply(PromptId id, Reply reply) {
        var waiting = prompts.get(id);
        if (waiting != null) {
            waiting.complete(reply);
        } else if (reply instanceof Reply.Authorized(var prompt)) {
            LOG.infof("Nobody waits for this reservation any longer: it is given back. promptId=%s", id);
            events.finish(Ending.NOT_CALLED.eventFor(prompt, correlationId(id)));
        }
    }

    /** A charge of a prompt of this gateway. */
    public void onCharge(ChargeSettled charge) {
        var waiting = charges.get(charge.promptId());
        if (waiting != null) {
            waiting.complete(new Receipt(charge.charged(), charge.balance(), charge.currency()));
        }
    }

    /** An authorised prompt stays known until it ends, so that a repeated reply does not give back what is in use. */
    private void keepOnly(PromptId id, Reply said) {
        if (!(said instanceof Reply.Authorized)) {
            prompts.remove(id);
        }
    }

    private PromptSubmitted addressed(PromptSubmitted prompt) {
        return new PromptSubmitted(
                prompt.promptId(),
                prompt.payer(),
                prompt.channel(),
                prompt.model(),
                prompt.inputTokens(),
                prompt.maxOutputTokens(),
                prompt.priority(),
                prompt.apiKeyId(),
                new ReplyAddress(Topic.PROMPTS_REPLIES, null, correlationId(prompt.promptId())));
    }

    /** How many prompts are reserved, or wait for it. */
    public int size() {
        return prompts.size();
    }
}
