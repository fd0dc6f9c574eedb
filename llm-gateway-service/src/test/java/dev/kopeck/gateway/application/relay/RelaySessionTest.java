package dev.kopeck.gateway.application.relay;

import static dev.kopeck.gateway.application.relay.RelayFixture.NOON;
import static dev.kopeck.gateway.application.relay.RelayFixture.RECEIPT;
import static dev.kopeck.gateway.application.relay.RelayFixture.error;
import static dev.kopeck.gateway.application.relay.RelayFixture.finish;
import static dev.kopeck.gateway.application.relay.RelayFixture.usage;
import static dev.kopeck.gateway.application.relay.RelayFixture.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Observed;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** One answer between a provider and a client, whatever either of them does. */
@SuppressWarnings("StringConcatToTextBlock") // an event is one line
class RelaySessionTest {

    private static final RelaySettings SETTINGS = new RelaySettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            1024,
            4);

    @Test
    void whoDidNotAskForUsageFindsItInTheLastChunk() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.frames(word("Hi"), finish("stop"), usage(12, 3), Frame.DONE);
        // Then
        assertThat(relay.client.sent.toString())
                .isEqualTo("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n"
                        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,"
                        + "\"completion_tokens\":3,\"total_tokens\":15,\"cost\":\"0.000001\",\"balance\":\"5.00\","
                        + "\"currency\":\"USD\",\"granted_output_tokens\":100}}\n\ndata: [DONE]\n\n");
        assertThat(relay.endings).hasSize(1);
        assertThat(relay.endings.getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, 3));
        assertThat(relay.over).isEqualTo(1);
    }

    @Test
    void whoAskedForUsageGetsItInAChunkOfItsOwn() {
        // Given
        var relay = new RelayFixture(Requests.chat(Requests.wishes(1, OptionalLong.empty(), true)), 100).paid();
        // When
        relay.frames(word("Hi"), finish("stop"), usage(12, 3), Frame.DONE);
        // Then
        assertThat(relay.client.sent.toString())
                .contains("\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,"
                        + "\"completion_tokens\":3,\"cost\":\"0.000001\"")
                .endsWith("}\n\ndata: [DONE]\n\n");
    }

    @Test
    void theEndWaitsForItsPriceAndNotForEver() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100);
        relay.frames(word("Hi"), finish("stop"), usage(12, 3), Frame.DONE);
        assertThat(relay.client.ended).isZero();
        // When billing does not say in time
        relay.receipt.complete(Optional.empty());
        // Then
        assertThat(relay.client.ended).isEqualTo(1);
        assertThat(relay.client.sent.toString())
                .contains("\"completion_tokens\":3")
                .doesNotContain("cost");
    }

    @Test
    void whatAProviderDoesNotCountIsCountedHere() {
        // Given peers.md 1: usage lost where a stream ends without it
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.frames(word("Hello"), word(" world"), finish("stop"), Frame.DONE);
        // Then
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, 2));
        assertThat(relay.endings.getFirst().estimated()).isTrue();
        assertThat(relay.client.sent.toString()).contains("\"estimated\":true");
    }

    @Test
    void anExplicitZeroStaysZero() {
        // Given peers.md 5: a zero is treated as missing, and estimated tokens are charged
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.frames(word("Hello"), finish("stop"), usage(0, 0), Frame.DONE);
        // Then
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.NONE);
        assertThat(relay.endings.getFirst().estimated()).isFalse();
    }

    @Test
    void aClientThatLeavesPaysForWhatItGot() {
        // Given peers.md 3, 8, 15, 17: who stops pays nothing, or one token
        var relay = new RelayFixture(Requests.chat(), 100);
        relay.frames(word("one"), word(" two"), word(" three"));
        // When
        relay.session.clientGone();
        // Then
        assertThat(relay.upstream.cancelled).isEqualTo(1);
        assertThat(relay.endings.getFirst().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, 3));
        relay.paid();
        assertThat(relay.over).isEqualTo(1);
        assertThat(relay.client.ended).isZero();
    }

    @Test
    void aClientThatLeavesBeforeTheFirstWordPaysNothing() {
        // Given peers.md 10: aborted before the first token, still billed
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.session.clientGone();
        // Then
        assertThat(relay.upstream.cancelled).isEqualTo(1);
        assertThat(relay.endings).hasSize(1);
        assertThat(relay.endings.getFirst().isPaid()).isFalse();
    }

    @Test
    void aClientThatLeavesAtTheVeryEndIsChargedOnce() {
        // Given peers.md 9, 14: leaving before [DONE] gives the whole answer for free
        var relay = new RelayFixture(Requests.chat(), 100);
        relay.frames(word("Hi"), finish("stop"), usage(12, 3));
        // When it leaves before the end, and what it left behind still comes
        relay.session.clientGone();
        relay.frames(Frame.DONE);
        relay.session.onCompletion();
        relay.paid();
        // Then
        assertThat(relay.endings).hasSize(1);
        assertThat(relay.endings.getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, 3));
    }

    @Test
    void whereverAStreamIsCutWhatCameIsChargedOnceAndTheCutIsTold() {
        // Given a whole stream, cut behind each of its events
        var stream = List.of(word("one"), word(" two"), word(" three"), finish("stop"), usage(12, 3), Frame.DONE);
        for (int cut = 1; cut <= stream.size(); cut++) {
            for (boolean broken : new boolean[] {false, true}) {
                var relay = new RelayFixture(Requests.chat(), 100).paid();
                stream.subList(0, cut).forEach(relay::frames);
                // When
                if (broken) {
                    relay.session.onFailure(new ModelFailedException(ModelFailure.of(ModelFailure.Kind.UNREACHABLE)));
                } else {
                    relay.session.onCompletion();
                }
                // Then
                boolean complete = cut > 3;
                assertThat(relay.endings).hasSize(1);
                assertThat(relay.endings.getFirst().outcome())
                        .isEqualTo(complete ? Outcome.COMPLETED : Outcome.CANCELLED);
                assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, Math.min(cut, 3)));
                assertThat(relay.client.sent.toString().contains("stream_cut")).isEqualTo(!complete);
                assertThat(relay.client.ended).isEqualTo(1);
                assertThat(relay.over).isEqualTo(1);
            }
        }
    }

    @Test
    void anErrorInTheMiddleIsToldWithoutTheProvidersWordsAndNotCharged() {
        // Given peers.md 11: the text of an upstream error was billed as output
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.frames(word("one"), error());
        // Then
        assertThat(relay.client.sent.toString()).contains("provider_error").doesNotContain("sk-secret");
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, 1));
    }

    @Test
    void aFailedCallCostsNothing() {
        // Given peers.md 13: an upstream error in stream mode still deducted quota
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.session.onFailure(new ModelFailedException(ModelFailure.status(429, Duration.ofSeconds(9))));
        // Then
        assertThat(relay.client.refusals).hasSize(1);
        assertThat(relay.client.refusals.getFirst().status()).isEqualTo(503);
        assertThat(relay.client.refusals.getFirst().retryAfter()).isEqualTo(Duration.ofSeconds(9));
        assertThat(relay.endings.getFirst().isPaid()).isFalse();
        assertThat(relay.client.begun).isZero();
    }

    @Test
    void aRejectedRequestCostsNothing() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        var refusal = Refusal.invalid("tools", "invalid_schema", "Invalid schema.");
        // When
        relay.session.onItem(new RelayEvent.Rejected(refusal));
        relay.session.onCompletion();
        // Then
        assertThat(relay.client.refusals).containsExactly(refusal);
        assertThat(relay.endings).hasSize(1);
        assertThat(relay.endings.getFirst().isPaid()).isFalse();
    }

    @Test
    void anEmptyAnswerCostsNothing() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.frames(finish("stop"), usage(12, 3), Frame.DONE);
        // Then
        assertThat(relay.endings.getFirst().isPaid()).isFalse();
        assertThat(relay.client.ended).isEqualTo(1);
    }

    @Test
    void aStreamStopsAtTheGrantedLimitEvenWhereTheProviderIgnoresIt() {
        // Given peers.md 30: a long stream goes on after the balance is gone
        var relay = new RelayFixture(Requests.chat(), 50).paid();
        // When
        for (int i = 0; i < 200; i++) {
            relay.frames(word(" word"));
        }
        // Then
        assertThat(relay.upstream.cancelled).isEqualTo(1);
        assertThat(relay.endings).hasSize(1);
        assertThat(relay.endings.getFirst().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(relay.endings.getFirst().usage().outputTokens()).isEqualTo(50);
        assertThat(relay.client.sent.toString())
                .contains("\"finish_reason\":\"length\"")
                .endsWith("data: [DONE]\n\n");
        assertThat(relay.client.sent.toString().split(" word", -1)).hasSizeLessThan(70);
    }

    @Test
    void aSlowClientSlowsTheProvider() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        relay.client.slow = true;
        // When
        relay.frames(word("one"));
        // Then
        assertThat(relay.upstream.requested).isEqualTo(1);
        relay.client.slow = false;
        Objects.requireNonNull(relay.client.drained).run();
        assertThat(relay.upstream.requested).isEqualTo(2);
    }

    @Test
    void silenceBeforeTheAnswerIsATimeoutThatCostsNothing() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        // When
        relay.session.tick(NOON.plusSeconds(59), SETTINGS);
        assertThat(relay.client.refusals).isEmpty();
        relay.session.tick(NOON.plusSeconds(61), SETTINGS);
        // Then
        assertThat(relay.client.refusals.getFirst().status()).isEqualTo(504);
        assertThat(relay.upstream.cancelled).isEqualTo(1);
        assertThat(relay.endings.getFirst().isPaid()).isFalse();
    }

    @Test
    void silenceInTheMiddleEndsTheStreamAndChargesWhatCame() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        relay.frames(word("one"));
        // When
        relay.session.tick(NOON.plusSeconds(31), SETTINGS);
        // Then
        assertThat(relay.client.sent.toString()).contains("provider_timeout");
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, 1));
    }

    @Test
    void aClientThatReadsSlowlyIsNoSilentProvider() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        relay.client.slow = true;
        relay.frames(word("one"));
        // When
        relay.session.tick(NOON.plusSeconds(120), SETTINGS);
        // Then
        assertThat(relay.endings).isEmpty();
    }

    @Test
    void noCallOutlivesItsHold() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        relay.client.slow = true;
        relay.frames(word("one"));
        // When
        relay.session.tick(NOON.plusSeconds(300), SETTINGS);
        // Then
        assertThat(relay.endings).hasSize(1);
    }

    @Test
    void aGatewayThatStopsSettlesWhatItDelivered() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        relay.frames(word("one"), word(" two"));
        // When
        relay.session.stopLater();
        // Then
        assertThat(relay.client.sent.toString()).contains("gateway_stopping");
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(12, 2));
        assertThat(relay.over).isEqualTo(1);
    }

    @Test
    void severalChoicesEndEachForItself() {
        // Given
        var relay = new RelayFixture(Requests.chat(Requests.wishes(2, OptionalLong.empty(), false)), 100).paid();
        // When the first of two choices ends, and the stream is cut
        relay.frames(word("one"), finish("stop"), word(" two"));
        relay.session.onCompletion();
        // Then
        assertThat(relay.endings.getFirst().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(relay.client.sent.toString())
                .contains("\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\" two\"")
                .contains("stream_cut");
    }

    @Test
    void anAnswerAsAWholeGetsItsCost() {
        // Given
        var relay = new RelayFixture(Requests.chat(), 100).paid();
        var body =
                "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}";
        int from = body.indexOf("{\"prompt");
        // When
        relay.session.onItem(new RelayEvent.Whole(
                body.getBytes(StandardCharsets.UTF_8),
                new Observed(
                        "Hi", true, true, Usage.of(12, 3), false, false, new Span(from, body.length() - 1), null, 99)));
        // Then
        assertThat(relay.client.sent.toString())
                .isEqualTo(
                        body.substring(0, body.length() - 2)
                                + ",\"cost\":\"0.000001\",\"balance\":\"5.00\",\"currency\":\"USD\",\"granted_output_tokens\":100}}");
        assertThat(relay.client.told).isEqualTo(RECEIPT);
    }

    @Test
    void anEmbeddingIsChargedForItsInput() {
        // Given
        var request = Requests.request(
                Endpoint.EMBEDDINGS, Requests.wishes(1, OptionalLong.empty(), false), Optional.empty());
        var relay = new RelayFixture(request, 1).paid();
        // When
        relay.session.onItem(new RelayEvent.Whole(
                "{\"data\":[1]}".getBytes(StandardCharsets.UTF_8),
                new Observed("", true, false, Usage.of(7, 0), false, false, null, null, 11)));
        // Then
        assertThat(relay.endings.getFirst().inputOnly()).isTrue();
        assertThat(relay.endings.getFirst().isPaid()).isTrue();
        assertThat(relay.endings.getFirst().usage()).isEqualTo(Usage.of(7, 0));
    }
}
