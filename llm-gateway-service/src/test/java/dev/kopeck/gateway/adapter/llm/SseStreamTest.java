package dev.kopeck.gateway.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.ModelEvent;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.http.HttpClosedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream is cut at each of its boundaries in turn. */
class SseStreamTest {

    private static final List<String> STREAM = List.of(
            "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"One\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\" two\"}}]}",
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":2}}",
            "[DONE]");

    private static final int FINISH = 4;
    private static final int USAGE = 5;

    static IntStream beforeTheFinish() {
        return IntStream.range(0, FINISH);
    }

    static IntStream fromTheFinishOn() {
        return IntStream.rangeClosed(FINISH, STREAM.size());
    }

    @ParameterizedTest
    @MethodSource("beforeTheFinish")
    void anOrderlyCloseBeforeTheFinishIsACut(int events) {
        // When
        var heard = hear(events(events));

        // Then
        assertThat(failureOf(heard)).isEqualTo(Kind.STREAM_CUT);
        assertThat(textOf(heard))
                .isEqualTo("One two"
                        .substring(0, Math.min(7, List.of(0, 0, 3, 7).get(events))));
    }

    @ParameterizedTest
    @MethodSource("beforeTheFinish")
    void aBrokenConnectionBeforeTheFinishIsACut(int events) {
        // When
        var heard = hear(broken(events));

        // Then
        assertThat(failureOf(heard)).isEqualTo(events == 0 ? Kind.UNREACHABLE : Kind.STREAM_CUT);
    }

    @ParameterizedTest
    @MethodSource("fromTheFinishOn")
    void aCutAfterTheFinishLeavesTheAnswerWhole(int events) {
        // When
        var heard = hear(broken(events));

        // Then
        heard.assertCompleted();
        assertThat(textOf(heard)).isEqualTo("One two");
        assertThat(heard.getItems().getLast())
                .isEqualTo(new ModelEvent.Ended("stop", events >= USAGE ? Usage.of(8, 2) : null));
    }

    @Test
    void whatFollowsTheEndIsNotHeard() {
        // Given
        var more = Multi.createBy()
                .concatenating()
                .streams(events(STREAM.size()), Multi.createFrom().item(event(STREAM.get(1))));

        // When
        var heard = hear(more);

        // Then
        assertThat(textOf(heard)).isEqualTo("One two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEventWithoutDataIsSkipped(String nothing) {
        // Given
        var kept = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(event(nothing)), events(STREAM.size()));

        // When
        var heard = hear(kept);

        // Then
        heard.assertCompleted();
    }

    @Test
    void whoLeavesClosesTheConnection() {
        // Given
        var closed = new AtomicBoolean();
        var endless = Multi.createBy()
                .concatenating()
                .streams(events(2), Multi.createFrom().<SseEvent<String>>nothing())
                .onCancellation()
                .invoke(() -> closed.set(true));
        var heard = hear(endless);

        // When
        heard.cancel();

        // Then
        assertThat(closed).isTrue();
    }

    @Test
    void aGarbledChunkClosesTheConnection() {
        // Given
        var closed = new AtomicBoolean();
        var garbled = Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(event("{\"choices\":[{")),
                        Multi.createFrom().<SseEvent<String>>nothing())
                .onCancellation()
                .invoke(() -> closed.set(true));

        // When
        var heard = hear(garbled);

        // Then
        assertThat(failureOf(heard)).isEqualTo(Kind.GARBLED);
        assertThat(closed).isTrue();
    }

    private static Multi<SseEvent<String>> events(int count) {
        return Multi.createFrom().iterable(STREAM.subList(0, count)).map(SseStreamTest::event);
    }

    private static Multi<SseEvent<String>> broken(int count) {
        return Multi.createBy()
                .concatenating()
                .streams(events(count), Multi.createFrom().failure(new HttpClosedException("gone")));
    }

    private static AssertSubscriber<ModelEvent> hear(Multi<SseEvent<String>> events) {
        Multi<ModelEvent> heard = Multi.createFrom().emitter(emitter -> {
            var handler = new EmittingHandler(emitter);
            var stream = new SseStream(handler, new ObjectMapper().reader());
            handler.onStart(stream);
            events.subscribe().withSubscriber(stream);
        });
        return heard.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static Kind failureOf(AssertSubscriber<ModelEvent> heard) {
        heard.assertFailedWith(ModelFailedException.class);
        return ((ModelFailedException) heard.getFailure()).failure().kind();
    }

    private static String textOf(AssertSubscriber<ModelEvent> heard) {
        var text = new StringBuilder();
        for (var event : heard.getItems()) {
            if (event instanceof ModelEvent.Text(var more)) {
                text.append(more);
            }
        }
        return text.toString();
    }

    private static SseEvent<String> event(String data) {
        return new SseEvent<>() {
            @Override
            public @Nullable String id() {
                return null;
            }

            @Override
            public @Nullable String name() {
                return null;
            }

            @Override
            public @Nullable String comment() {
                return null;
            }

            @Override
            public String data() {
                return data;
            }
        };
    }
}
