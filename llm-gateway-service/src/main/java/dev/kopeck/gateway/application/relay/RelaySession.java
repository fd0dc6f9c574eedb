package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.Refusals;
import dev.kopeck.gateway.domain.relay.UsageText;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way from a provider to a client.
 *
 * <pre>
 *   WAITING ── first event ──> STREAMING ── its end, however it comes ──> SETTLING ── price known, or not in time ──> OVER
 *      │                                                                     ^  │
 *      └── whole answer, error, cut, client gone ────────────────────────────┘  └── client gone: settled all the same
 * </pre>
 *
 * <p>Everything happens on the client's executor. What was delivered is settled once, whatever happens.
 */
final class RelaySession implements MultiSubscriber<RelayEvent> {

    private static final Logger LOG = Logger.getLogger(RelaySession.class);

    private final RelayCall call;
    private final RelayClient client;
    private final Counting counting;
    private final Function<Ending, CompletionStage<Optional<Receipt>>> settle;
    private final Consumer<RelaySession> over;
    private final Tail tail;

    private volatile Phase phase = Phase.WAITING;
    private boolean clientGone;
    private boolean upstreamOver;
    private volatile boolean paused;
    private Flow.@Nullable Subscription upstream;
    private volatile Instant heardAt;

    private enum Phase {
        WAITING,
        STREAMING,
        SETTLING,
        OVER
    }

    /**
     * @param settle tells how it ended, and gives what was charged
     * @param over runs once, when nothing is left to do
     */
    RelaySession(
            RelayCall call,
            RelayClient client,
            Counting counting,
            Function<Ending, CompletionStage<Optional<Receipt>>> settle,
            Consumer<RelaySession> over) {
        this.call = call;
        this.client = client;
        this.counting = counting;
        this.settle = settle;
        this.over = over;
        this.heardAt = counting.now();
        var request = call.request();
        this.tail = new Tail(
                request.endpoint(),
                request.wishes().usageWanted(),
                request.wishes().choices());
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        if (phase == Phase.WAITING) {
            subscription.request(1);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onItem(RelayEvent event) {
        heardAt = counting.now();
        if (phase == Phase.SETTLING || phase == Phase.OVER) {
            more();
            return;
        }
        switch (event) {
            case RelayEvent.Frames(var frames) -> stream(frames);
            case RelayEvent.Whole whole -> answer(whole);
            case RelayEvent.Rejected(var refusal) -> refuse(refusal);
        }
    }

    @Override
    public void onFailure(Throwable thrown) {
        client.executor().execute(() -> failed(thrown));
    }

    private void failed(Throwable thrown) {
        upstreamOver = true;
        switch (phase) {
            case WAITING -> refuse(Refusals.failed(failureOf(thrown)));
            case STREAMING -> endOfStream();
            case SETTLING, OVER -> {}
        }
    }

    @Override
    public void onCompletion() {
        client.executor().execute(this::completed);
    }

    private void completed() {
        upstreamOver = true;
        switch (phase) {
            case WAITING -> refuse(Refusals.failed(ModelFailure.of(Kind.STREAM_CUT)));
            case STREAMING -> endOfStream();
            case SETTLING, OVER -> {}
        }
    }

    /** The client left: the provider is stopped, and what was delivered is settled. */
    void clientGone() {
        clientGone = true;
        if (phase == Phase.WAITING || phase == Phase.STREAMING) {
            cancelUpstream();
            settle(tail.isComplete() ? counting.completed() : counting.brokenOff(), receipt -> end());
        }
    }

    /** This gateway stops: the answer breaks off soon, and what was delivered is settled. From any thread. */
    void stopLater() {
        client.executor().execute(this::stop);
    }

    private void stop() {
        switch (phase) {
            case WAITING -> refuse(Refusals.stopping());
            case STREAMING -> breakOff(Refusals.stopping());
            case SETTLING, OVER -> {}
        }
    }

    /** Looks at the time; may be called on any thread, and acts on the client's executor. */
    void tick(Instant now, RelaySettings settings) {
        boolean silent = !paused && now.isAfter(heardAt.plus(call.patience(phase == Phase.WAITING, settings)));
        if (silent || !now.isBefore(call.deadline())) {
            client.executor().execute(this::tooLate);
        }
    }

    private void tooLate() {
        var refusal = Refusals.failed(ModelFailure.of(Kind.TIMEOUT));
        switch (phase) {
            case WAITING -> refuse(refusal);
            case STREAMING -> {
                if (tail.isComplete()) {
                    complete();
                } else {
                    breakOff(refusal);
                }
            }
            case SETTLING, OVER -> {}
        }
    }

    private void stream(List<Frame> frames) {
        if (phase == Phase.WAITING) {
            phase = Phase.STREAMING;
            client.begin(call.head());
        }
        var out = new ByteArrayOutputStream(256);
        for (var frame : frames) {
            if (frame.observed().failed()) {
                send(out);
                breakOff(Refusals.failed(ModelFailure.of(Kind.SERVER_ERROR)));
                return;
            }
            boolean within = counting.add(frame);
            tail.take(frame, out);
            if (!within && !tail.isComplete()) {
                send(out);
                limit();
                return;
            }
        }
        boolean keepsUp = send(out);
        if (tail.isDone()) {
            complete();
            more(); // Not for more events: a connection that ends by itself serves again.
        } else if (keepsUp) {
            more();
        }
    }

    /** Whether the client keeps up. */
    private boolean send(ByteArrayOutputStream out) {
        if (out.size() == 0 || clientGone) {
            return true;
        }
        paused = !client.write(out.toByteArray(), this::goOn);
        return !paused;
    }

    private void goOn() {
        if (paused) {
            paused = false;
            more();
        }
    }

    private void more() {
        if (upstream != null && !upstreamOver) {
            upstream.request(1);
        }
    }

    private void answer(RelayEvent.Whole whole) {
        if (whole.observed().failed()) {
            refuse(Refusals.failed(ModelFailure.of(Kind.SERVER_ERROR)));
            return;
        }
        counting.add(whole.observed());
        var ending = counting.completed();
        settle(ending, receipt -> {
            if (!clientGone) {
                byte[] body = Frame.of(whole.body(), whole.observed()).telling(text(ending, receipt));
                client.answer(call.head(), body, receipt.orElse(null));
            }
            end();
        });
    }

    /** A stream that ends after it said that it is complete needs no more; any other was cut. */
    private void endOfStream() {
        if (tail.isComplete()) {
            complete();
        } else {
            breakOff(Refusals.cut());
        }
    }

    private void complete() {
        var ending = counting.completed();
        settle(ending, receipt -> finish(tail.complete(text(ending, receipt))));
    }

    private void limit() {
        cancelUpstream();
        var ending = counting.completed();
        settle(ending, receipt -> finish(tail.limited(text(ending, receipt))));
    }

    private void breakOff(Refusal why) {
        cancelUpstream();
        var ending = counting.brokenOff();
        settle(ending, receipt -> finish(tail.broken(why, text(ending, receipt))));
    }

    private void refuse(Refusal refusal) {
        cancelUpstream();
        settle(counting.failed(), receipt -> end());
        if (!clientGone) {
            client.refuse(refusal, call.prompt().promptId());
        }
    }

    private void finish(byte[] last) {
        if (!clientGone) {
            client.end(last);
        }
        end();
    }

    private void end() {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            if (!tail.isDone()) {
                cancelUpstream();
            }
            over.accept(this);
        }
    }

    /** What could not be told, for whatever reason, is as good as a receipt that came too late. */
    private void settle(Ending ending, Consumer<Optional<Receipt>> then) {
        phase = Phase.SETTLING;
        var _ = settle.apply(ending)
                .exceptionally(failure -> Optional.empty())
                .thenAcceptAsync(then, client.executor());
    }

    private UsageText text(Ending ending, Optional<Receipt> receipt) {
        return new UsageText(
                call.request().endpoint(),
                ending.usage(),
                ending.estimated(),
                call.prompt().grantedOutputTokens(),
                receipt.orElse(null));
    }

    private void cancelUpstream() {
        if (upstream != null && !upstreamOver) {
            upstreamOver = true;
            upstream.cancel();
        }
    }

    private static ModelFailure failureOf(Throwable thrown) {
        if (thrown instanceof ModelFailedException known) {
            return known.failure();
        }
        LOG.errorf(
                "A relayed call failed in an unforeseen way. cause=%s",
                thrown.getClass().getName());
        return ModelFailure.of(Kind.GARBLED);
    }
}
