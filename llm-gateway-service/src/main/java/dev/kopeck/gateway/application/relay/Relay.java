package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.Place;
import dev.kopeck.gateway.application.RoomFullException;
import dev.kopeck.gateway.application.access.Admission;
import dev.kopeck.gateway.application.access.Pass;
import dev.kopeck.gateway.application.access.RateLimits;
import dev.kopeck.gateway.application.relay.OnceOnly.Identified;
import dev.kopeck.gateway.domain.RoomFull;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.Refusals;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A request of an OpenAI client from its arrival to its end: counted, admitted, reserved, queued, relayed, settled. No
 * model is called before billing has authorised it, and what cannot be reserved is refused.
 */
public final class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final PlanRelay plans;
    private final RateLimits limits;
    private final OnceOnly onceOnly;
    private final Reservations reservations;
    private final Dispatch dispatch;

    public Relay(PlanRelay plans, RateLimits limits, OnceOnly onceOnly, Reservations reservations, Dispatch dispatch) {
        this.plans = plans;
        this.limits = limits;
        this.onceOnly = onceOnly;
        this.reservations = reservations;
        this.dispatch = dispatch;
    }

    /** Completes when the request is over and settled; never fails. Cancelling it says that the client has left. */
    public Uni<Void> serve(RelayRequest request, RelayClient client) {
        if (dispatch.isStopping()) {
            return refuse(client, Refusals.stopping(), null);
        }
        var seenAt = dispatch.now();
        return plans.plan(request)
                .chain(plan -> switch (plan) {
                    case RelayPlan.Refused(var refusal) -> refuse(client, refusal, null);
                    case RelayPlan.Planned planned -> admitted(request, client, planned, seenAt);
                })
                .onFailure()
                .recoverWithUni(failure -> unforeseen(client, failure));
    }

    private record Arrived(
            RelayRequest request, RelayClient client, RelayPlan.Planned plan, Instant seenAt, Pass pass) {}

    private Uni<Void> admitted(RelayRequest request, RelayClient client, RelayPlan.Planned plan, Instant seenAt) {
        var admission = limits.admit(request.caller(), Math.addExact(plan.inputTokens(), plan.outputTokens()));
        client.executor().execute(() -> client.standing(admission.standing()));
        return switch (admission) {
            case Admission.Refused refused -> refuse(client, tooMuch(refused), null);
            case Admission.Admitted(var pass) ->
                identified(new Arrived(request, client, plan, seenAt, pass))
                        .onTermination()
                        .invoke(pass::leave);
        };
    }

    private Uni<Void> identified(Arrived arrived) {
        return onceOnly.identify(arrived.request()).chain(identified -> switch (identified.claim()) {
            case NEW -> reserved(arrived, identified);
            case RUNNING -> unused(arrived, Refusals.running(), null);
            case ANSWERED -> unused(arrived, Refusals.answered(), null);
        });
    }

    private Uni<Void> reserved(Arrived arrived, Identified identified) {
        var promptId = identified.promptId();
        var taken = new AtomicBoolean();
        return reservations
                .reserve(prompt(arrived, promptId))
                .chain(reply -> once(taken, () -> switch (reply) {
                    case Reply.Authorized(var prompt) -> waiting(arrived, prompt);
                    case Reply.Declined(var declined) -> unanswered(arrived, promptId, Refusals.declined(declined));
                    case Reply.Silence() -> unanswered(arrived, promptId, Refusals.billingAway());
                }))
                .onTermination()
                .invoke(() -> {
                    if (taken.compareAndSet(false, true)) {
                        free(arrived, promptId);
                        reservations.giveUp(promptId);
                    }
                });
    }

    /** A client that leaves may cross what comes for it: either of the two takes the next step, and never both or none. */
    private static Uni<Void> once(AtomicBoolean taken, Supplier<Uni<Void>> step) {
        return Uni.createFrom()
                .deferred(() -> taken.compareAndSet(false, true)
                        ? step.get()
                        : Uni.createFrom().voidItem());
    }

    /** Whoever leaves while waiting, and whoever may not even wait, gets the hold back at once. */
    private Uni<Void> waiting(Arrived arrived, PromptAuthorized prompt) {
        var visit = dispatch.visit(prompt);
        var taken = new AtomicBoolean();
        return visit.admitted()
                .map(place -> Optional.<Refusal>empty())
                .onFailure(RoomFullException.class)
                .recoverWithItem(full -> Optional.of(full(full)))
                .chain(full -> once(
                        taken,
                        () -> full.isPresent()
                                ? notCalled(arrived, prompt, full.get())
                                : called(arrived, prompt, visit)))
                .onTermination()
                .invoke(() -> {
                    visit.leave();
                    if (taken.compareAndSet(false, true)) {
                        giveBack(arrived, prompt);
                    }
                });
    }

    private Uni<Void> called(Arrived arrived, PromptAuthorized prompt, Place place) {
        var now = dispatch.now();
        var deadline = dispatch.deadline(prompt, now);
        var call = new RelayCall(arrived.request(), arrived.plan(), prompt, arrived.seenAt(), deadline);
        return now.isBefore(deadline) && call.outputPerChoice() > 0
                ? dispatch.call(call, arrived.client(), place, ending -> settled(arrived, prompt, ending))
                : notCalled(arrived, prompt, Refusals.holdExpired());
    }

    private CompletionStage<Optional<Receipt>> settled(Arrived arrived, PromptAuthorized prompt, Ending ending) {
        arrived.pass()
                .used(Math.addExact(ending.usage().inputTokens(), ending.usage().outputTokens()));
        return onceOnly.ended(arrived.request(), prompt.promptId(), ending.isPaid())
                .thenCompose(written -> reservations.finish(prompt, ending));
    }

    private static PromptSubmitted prompt(Arrived arrived, PromptId promptId) {
        var caller = arrived.request().caller();
        var plan = arrived.plan();
        return new PromptSubmitted(
                promptId,
                caller.payer(),
                Channel.API,
                plan.model().id(),
                plan.inputTokens(),
                plan.outputTokens(),
                PromptSubmitted.PRIORITY_NORMAL,
                caller.keyId());
    }

    private Uni<Void> notCalled(Arrived arrived, PromptAuthorized prompt, Refusal refusal) {
        giveBack(arrived, prompt);
        return refuse(arrived.client(), refusal, prompt.promptId());
    }

    private void giveBack(Arrived arrived, PromptAuthorized prompt) {
        free(arrived, prompt.promptId());
        reservations.release(prompt);
    }

    /** No model was called: the idempotency key may be used again. */
    private void free(Arrived arrived, PromptId promptId) {
        arrived.pass().used(0);
        var _ = onceOnly.ended(arrived.request(), promptId, false);
    }

    private Uni<Void> unanswered(Arrived arrived, PromptId promptId, Refusal refusal) {
        free(arrived, promptId);
        return refuse(arrived.client(), refusal, promptId);
    }

    private static Uni<Void> unused(Arrived arrived, Refusal refusal, @Nullable PromptId promptId) {
        arrived.pass().used(0);
        return refuse(arrived.client(), refusal, promptId);
    }

    private static Refusal full(Throwable thrown) {
        return thrown instanceof RoomFullException full
                ? Refusals.queueFull(full.reason() == RoomFull.ACCOUNT_QUEUE_FULL, full.retryAfter())
                : Refusals.billingAway();
    }

    private static Refusal tooMuch(Admission.Refused refused) {
        var what = switch (refused.limit()) {
            case REQUESTS -> "requests per minute";
            case TOKENS -> "tokens per minute";
            case CONCURRENT -> "concurrent requests";
        };
        var whose = switch (refused.scope()) {
            case KEY -> " of this API key";
            case ACCOUNT -> " of the account";
        };
        return Refusals.rateLimited(what + whose, refused.retryAfter().orElse(null));
    }

    private static Uni<Void> refuse(RelayClient client, Refusal refusal, @Nullable PromptId promptId) {
        client.executor().execute(() -> client.refuse(refusal, promptId));
        return Uni.createFrom().voidItem();
    }

    /** The database, or something else that is needed before a model may be called. */
    private static Uni<Void> unforeseen(RelayClient client, Throwable failure) {
        LOG.errorf("A request could not be served. cause=%s", failure.getClass().getName());
        return refuse(client, Refusals.billingAway(), null);
    }
}
