package dev.kopeck.telegram.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.telegram.application.Outbox;
import dev.kopeck.telegram.application.Outbox.Owed;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.support.SimulatedWorld;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a sweep finds, of a bot that nobody runs. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(SimulatedWorld.class)
@SuppressWarnings("NullAway.Init")
class DueDeliveriesIT {

    private static final BotIdentity BOT = new BotIdentity(770, "nobody_bot");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    Outbox outbox;

    @Test
    void aChatWithMoreThanASweepFindsDoesNotHideTheOthers() {
        // Given
        for (int i = 0; i < 5; i++) {
            owe(1, "busy " + i, 100 - i);
        }
        owe(2, "quiet", 50);
        owe(2, "later", 40);
        // When
        var due = done(outbox.due(BOT, 4));
        // Then
        assertThat(due).containsExactly(owed(1, "busy 0"), owed(2, "quiet"), owed(1, "busy 1"), owed(2, "later"));
    }

    private void owe(long chat, String name, int secondsDue) {
        done(pool.preparedQuery("insert into chat (bot_id, chat_id) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(BOT.id(), chat)));
        done(pool.preparedQuery("""
                        insert into delivery (prompt_id, bot_id, chat_id, thread_id, message_id, payer, language, next_attempt_at)
                        values ($1, $2, $3, 0, 1, 'telegram:1', 'en', now() - $4::integer * interval '1 second')
                        """).execute(Tuple.of(owed(chat, name).id().value(), BOT.id(), chat, secondsDue)));
    }

    private static Owed owed(long chat, String name) {
        return new Owed(PromptId.derived(Instant.EPOCH, name), new ChatAddress(chat, 0));
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(LONG_ENOUGH);
    }
}
