package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.billing.application.OutboxMessage;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.EventCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to a relay, each message is sent at least once, and a key's messages in their order. */
class OutboxIT {

    private static final int LIMIT = 100;
    private static final String INSERT =
            "INSERT INTO outbox (topic, key, headers, value) VALUES ($1, $2, '{\"ce_id\":\"1\"}', $3::text::bytea)";

    private final Books books = new Books(4);
    private final PostgresOutbox outbox = new PostgresOutbox(
            books.mutinyPool(), new NoticeRows(new OutboxRows(new EventCodec("/test"), Clock.systemUTC())));
    private final List<String> sent = new ArrayList<>();

    @BeforeEach
    void given() {
        List.of("first", "second", "third").forEach(value -> books.call(INSERT, message(value)));
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void scenario22_relayThatDiesAfterSendingSendsAgainInTheSameOrder() {
        // Given
        var dying = outbox.relay(
                LIMIT,
                messages -> send(messages)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("the process ends here"))));
        assertThatThrownBy(() -> relay(dying)).hasMessageContaining("ends here");
        // When
        relay(outbox.relay(LIMIT, this::send));
        // Then
        assertThat(sent).containsExactly("first", "second", "third", "first", "second", "third");
        assertThat(books.number("SELECT count(*) FROM outbox")).isZero();
    }

    @Test
    void scenario22_secondRelayLeavesEverythingToTheOneThatIsSending() {
        // Given
        var acknowledged = new CompletableFuture<Void>();
        var sending = new CompletableFuture<Void>();
        var first = outbox.relay(LIMIT, messages -> {
                    sending.complete(null);
                    return Uni.createFrom().completionStage(acknowledged).chain(() -> send(messages));
                })
                .subscribeAsCompletionStage();
        Books.result(sending);
        books.call(INSERT, message("fourth"));
        // When
        int second = relay(outbox.relay(LIMIT, this::send));
        acknowledged.complete(null);
        Books.result(first);
        // Then
        assertThat(second).isZero();
        assertThat(sent).containsExactly("first", "second", "third");
        relay(outbox.relay(LIMIT, this::send));
        assertThat(sent).endsWith("third", "fourth");
    }

    @Test
    void scenario22_messageThatCommitsAfterALaterOneIsNotSkipped() {
        // Given
        var slow = books.hold();
        slow.call(INSERT, message("slow"));
        books.call(INSERT, message("quick"));
        relay(outbox.relay(LIMIT, this::send));
        // When
        slow.commit();
        relay(outbox.relay(LIMIT, this::send));
        // Then
        assertThat(sent).containsExactly("first", "second", "third", "quick", "slow");
    }

    private Uni<Void> send(List<OutboxMessage> messages) {
        messages.forEach(message -> sent.add(new String(message.value(), StandardCharsets.UTF_8)));
        return Uni.createFrom().voidItem();
    }

    private static int relay(Uni<Integer> relay) {
        return Books.result(relay.subscribeAsCompletionStage());
    }

    private static Tuple message(String value) {
        return Tuple.of(Topic.ACCOUNTS_CHANGED.topicName(), "account:1001", value);
    }
}
