package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.access.RateStanding;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Observed;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.Span;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.tokens.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One relayed answer with everything around it played: client, provider, billing. */
final class RelayFixture {

    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    static final Receipt RECEIPT = new Receipt(new Nanos(1_000), new Nanos(5_000_000_000L), "USD");

    private static final TokenCounter COUNTER = new TokenCounter();

    final FakeClock clock = new FakeClock(NOON);
    final Client client = new Client();
    final Subscription upstream = new Subscription();
    final List<Ending> endings = new ArrayList<>();
    final CompletableFuture<Optional<Receipt>> receipt = new CompletableFuture<>();
    final RelaySession session;
    int over;

    RelayFixture(RelayRequest request, long granted) {
        session = new RelaySession(
                call(request, granted),
                client,
                new Counting(call(request, granted), COUNTER, clock),
                ending -> {
                    endings.add(ending);
                    return receipt;
                },
                ended -> over++);
        session.onSubscribe(upstream);
    }

    /** Billing answers at once. */
    RelayFixture paid() {
        receipt.complete(Optional.of(RECEIPT));
        return this;
    }

    void frames(Frame... frames) {
        session.onItem(new RelayEvent.Frames(List.of(frames)));
    }

    static RelayCall call(RelayRequest request, long granted) {
        var model = Requests.model("kopeck-sim", "kopeck-sim");
        var prompt = new PromptSubmitted(
                PromptId.derived(NOON, "x"),
                Payer.account(new AccountId(1001)),
                Channel.API,
                "kopeck-sim",
                20,
                granted,
                5);
        var authorized = new PromptAuthorized(
                prompt,
                new AccountId(1001),
                PriceTerms.flat(1, new Rates(1, 1, 1, 1, 1)),
                new Nanos(1_000_000),
                granted,
                NOON.plusSeconds(900));
        return new RelayCall(
                request, new RelayPlan.Planned(model, 20, 12, granted), authorized, NOON, NOON.plusSeconds(300));
    }

    static Frame word(String word) {
        var bytes = ("data: {\"choices\":[{\"delta\":{\"content\":\"" + word + "\"}}]}\n\n")
                .getBytes(StandardCharsets.UTF_8);
        return new Frame(bytes, observed(bytes, word, false, null, false), false);
    }

    static Frame finish(String reason) {
        var bytes = ("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n")
                .getBytes(StandardCharsets.UTF_8);
        return new Frame(bytes, observed(bytes, "", true, null, false), false);
    }

    static Frame usage(long input, long output) {
        var text = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}\n\n"
                .formatted(input, output);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int from = text.indexOf("{\"prompt");
        var observed = new Observed(
                "",
                false,
                false,
                Usage.of(input, output),
                true,
                false,
                new Span(from, text.indexOf("}") + 1),
                new Span(text.indexOf('['), text.indexOf(']') + 1),
                text.lastIndexOf('}'));
        return new Frame(bytes, observed, false);
    }

    static Frame error() {
        var bytes = "data: {\"error\":{\"message\":\"sk-secret\"}}\n\n".getBytes(StandardCharsets.UTF_8);
        return new Frame(bytes, new Observed("", false, false, null, false, true, null, null, 40), false);
    }

    private static Observed observed(byte[] bytes, String text, boolean ended, @Nullable Usage usage, boolean only) {
        var json = new String(bytes, StandardCharsets.UTF_8);
        var choices = new Span(json.indexOf('['), json.indexOf(']') + 1);
        return new Observed(text, !text.isEmpty(), ended, usage, only, false, null, choices, json.lastIndexOf('}'));
    }

    /** Everything at once, on the caller's thread. */
    static final class Client implements RelayClient {

        final StringBuilder sent = new StringBuilder();
        final List<Refusal> refusals = new ArrayList<>();
        int begun;
        int ended;
        boolean slow;

        @Nullable Receipt told;

        @Nullable Runnable drained;

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void standing(RateStanding standing) {}

        @Override
        public void refuse(Refusal refusal, @Nullable PromptId promptId) {
            refusals.add(refusal);
        }

        @Override
        public void answer(RelayHead head, byte[] body, @Nullable Receipt receipt) {
            told = receipt;
            sent.append(new String(body, StandardCharsets.UTF_8));
            ended++;
        }

        @Override
        public void begin(RelayHead head) {
            begun++;
        }

        @Override
        public boolean write(byte[] bytes, Runnable onDrained) {
            sent.append(new String(bytes, StandardCharsets.UTF_8));
            drained = onDrained;
            return !slow;
        }

        @Override
        public void end(byte[] last) {
            sent.append(new String(last, StandardCharsets.UTF_8));
            ended++;
        }
    }

    static final class Subscription implements Flow.Subscription {

        long requested;
        int cancelled;

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }
}
