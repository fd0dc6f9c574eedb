package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.Attempts;
import dev.kopeck.gateway.application.Errand;
import dev.kopeck.gateway.application.Heard;
import dev.kopeck.gateway.application.Place;
import dev.kopeck.gateway.application.Visit;
import dev.kopeck.gateway.application.WaitingRoom;
import dev.kopeck.gateway.domain.Ticket;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.OutputHistory;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From an authorised request to its provider: waits for a turn, calls, and keeps an eye on the answer. */
public final class Dispatch {

    private final WaitingRoom room;
    private final Calls calls;
    private final RelaySessions sessions;
    private final Knowledge knowledge;
    private final RelaySettings settings;

    public Dispatch(
            WaitingRoom room, Calls calls, RelaySessions sessions, Knowledge knowledge, RelaySettings settings) {
        this.room = room;
        this.calls = calls;
        this.sessions = sessions;
        this.knowledge = knowledge;
        this.settings = settings;
    }

    /**
     * What an answer is measured by.
     *
     * @param history learns how long answers are
     */
    public record Knowledge(TokenCounter counter, OutputHistory history, InstantSource clock) {}

    /**
     * How providers are called.
     *
     * @param attempts asks the model's targets until one answers, and none once something was delivered
     */
    public record Calls(Attempts attempts, RelayUpstream upstream) {}

    boolean isStopping() {
        return sessions.isStopping();
    }

    Instant now() {
        return knowledge.clock().instant();
    }

    /** A stay in the waiting room; whoever asks for it sees to its end. */
    Visit visit(PromptAuthorized prompt) {
        return room.visit(new Ticket(
                prompt.promptId(),
                prompt.accountId(),
                Math.clamp(prompt.prompt().priority(), 0, Ticket.PRIORITY_MAX),
                prompt.prompt().model()));
    }

    /** When a call that begins now is over, whatever has come until then. */
    Instant deadline(PromptAuthorized prompt, Instant now) {
        var latest = now.plus(settings.durationMax());
        var holdEnds = prompt.expiresAt().minus(settings.holdMargin());
        return latest.isBefore(holdEnds) ? latest : holdEnds;
    }

    /**
     * Calls the provider and relays its answer. Completes when that is over and settled; never fails. Cancelling says that
     * the client has left.
     *
     * @param place of the request; it moves along with the calls
     * @param settle tells how the answer ended; gives what was charged, as far as that is known in time
     */
    Uni<Void> call(
            RelayCall call,
            RelayClient client,
            Place place,
            Function<Ending, CompletionStage<Optional<Receipt>>> settle) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> client.executor().execute(() -> {
                    var counting = new Counting(call, knowledge.counter(), knowledge.clock());
                    var session =
                            new RelaySession(call, client, counting, ending -> settled(call, ending, settle), over -> {
                                sessions.remove(over);
                                emitter.complete(null);
                            });
                    sessions.add(session);
                    emitter.onTermination(() -> client.executor().execute(session::clientGone));
                    calls.attempts()
                            .run(errand(call, client, place, counting))
                            .subscribe()
                            .withSubscriber(session);
                }));
    }

    /** Each call is made on the client's context, so that its answer comes there without a detour. */
    private Errand<RelayEvent> errand(RelayCall call, RelayClient client, Place place, Counting counting) {
        return new Errand<>(
                call.prompt().promptId(),
                call.plan().model(),
                place,
                call.request().wishes().streamed(),
                target -> {
                    counting.called();
                    return calls.upstream().call(target, call.upstream()).runSubscriptionOn(client.executor());
                },
                Dispatch::heard);
    }

    private static Heard heard(RelayEvent event) {
        return switch (event) {
            case RelayEvent.Frames(var frames) ->
                new Heard(
                        frames.stream().anyMatch(frame -> frame.observed().delivered()),
                        frames.stream()
                                .anyMatch(frame ->
                                        frame.done() || frame.observed().ended()),
                        usageIn(frames));
            case RelayEvent.Whole whole ->
                new Heard(true, true, whole.observed().usage());
            case RelayEvent.Rejected rejected -> Heard.end(null);
        };
    }

    private static @Nullable Usage usageIn(List<Frame> frames) {
        Usage last = null;
        for (var frame : frames) {
            last = frame.observed().usage() == null ? last : frame.observed().usage();
        }
        return last;
    }

    private CompletionStage<Optional<Receipt>> settled(
            RelayCall call, Ending ending, Function<Ending, CompletionStage<Optional<Receipt>>> settle) {
        if (ending.usage().outputTokens() > 0) {
            long choices = call.request().wishes().choices();
            long each = Math.ceilDiv(ending.usage().outputTokens(), choices);
            knowledge.history().add(call.plan().model().id(), each, each >= call.outputPerChoice());
        }
        return settle.apply(ending);
    }
}
