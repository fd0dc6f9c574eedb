package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.gateway.domain.relay.OutputHistory;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** From an authorised request to its provider: waits for a turn, calls, and keeps an eye on the answer. */
public final class Dispatch {

    private final Places places;
    private final RelayUpstream upstream;
    private final RelaySessions sessions;
    private final Knowledge knowledge;
    private final RelaySettings settings;

    public Dispatch(
            Places places,
            RelayUpstream upstream,
            RelaySessions sessions,
            Knowledge knowledge,
            RelaySettings settings) {
        this.places = places;
        this.upstream = upstream;
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

    boolean isStopping() {
        return sessions.isStopping();
    }

    Instant now() {
        return knowledge.clock().instant();
    }

    /** A stay in the waiting room; whoever asks for it sees to its end. */
    Places.Stay visit(PromptAuthorized prompt) {
        return places.visit(prompt);
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
     * @param settle tells how the answer ended; gives what was charged, as far as that is known in time
     */
    Uni<Void> call(RelayCall call, RelayClient client, Function<Ending, CompletionStage<Optional<Receipt>>> settle) {
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
                    upstream.call(call.plan().model(), call.upstream())
                            .subscribe()
                            .withSubscriber(session);
                }));
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
