package dev.kopeck.telegram.adapter.postgres;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.telegram.config.DatabaseConfig;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.support.SimulatedWorld;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Two replicas, each with its own session. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(SimulatedWorld.class)
@SuppressWarnings("NullAway.Init")
class AdvisoryPollerLockIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMillis(500);

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    DatabaseConfig config;

    @Test
    void oneOfTwoReplicasPollsAndTheOtherTakesOverWhenItStops() {
        // Given
        var bot = new BotIdentity(1, "first_bot");
        var one = new AdvisoryPollerLock(vertx, config);
        var other = new AdvisoryPollerLock(vertx, config);
        // When
        assertThat(done(one.hold(bot))).isTrue();
        // Then
        assertThat(done(other.hold(bot))).isFalse();
        assertThat(done(one.hold(bot))).isTrue();
        done(one.release());
        assertThat(done(other.hold(bot))).isTrue();
        assertThat(done(one.hold(bot))).isFalse();
        done(other.release());
    }

    @Test
    void aLostSessionLosesTheLockAndFindsItAgain() {
        // Given
        var bot = new BotIdentity(2, "second_bot");
        var one = new AdvisoryPollerLock(vertx, config);
        assertThat(done(one.hold(bot))).isTrue();
        // When
        done(pool.preparedQuery("""
                        select pg_terminate_backend(pid) from pg_locks
                        where locktype = 'advisory'
                          and (classid::bigint << 32) + objid::bigint = hashtextextended($1, 0)
                        """).execute(Tuple.of("telegram-poller/2")));
        // Then: the poller fails a time or two, as it does when the database is away, and goes on
        eventually(() -> assertThat(done(one.hold(bot))).isTrue());
        done(one.release());
    }

    @Test
    void eachBotHasItsOwnLock() {
        // Given
        var one = new AdvisoryPollerLock(vertx, config);
        var other = new AdvisoryPollerLock(vertx, config);
        // Then
        assertThat(done(one.hold(new BotIdentity(3, "third_bot")))).isTrue();
        assertThat(done(other.hold(new BotIdentity(4, "fourth_bot")))).isTrue();
        done(one.release());
        done(other.release());
    }

    @Test
    void aSessionThatDoesNotAnswerAnyMoreDoesNotKeepTheLock() {
        // Given
        var bot = new BotIdentity(5, "fifth_bot");
        var isStalled = new AtomicBoolean();
        var relay = relay(isStalled);
        var one = new AdvisoryPollerLock(vertx, at("postgresql://localhost:" + relay.actualPort()), SOON);
        var other = new AdvisoryPollerLock(vertx, config);
        assertThat(done(one.hold(bot))).isTrue();
        assertThat(done(other.hold(bot))).isFalse();
        // When
        isStalled.set(true);
        assertThatThrownBy(() -> done(one.hold(bot))).isInstanceOf(TimeoutException.class);
        // Then
        eventually(() -> assertThat(done(other.hold(bot))).isTrue());
        isStalled.set(false);
        assertThat(done(one.hold(bot))).isFalse();
        done(other.release());
        done(one.release());
        done(Uni.createFrom().completionStage(relay.close().toCompletionStage()));
    }

    /** Stands between a client and the database; stalled, it swallows what the database answers. */
    private NetServer relay(AtomicBoolean isStalled) {
        var database = URI.create(config.url());
        var server = vertx.createNetServer().connectHandler(client -> {
            client.pause();
            vertx.createNetClient()
                    .connect(database.getPort(), database.getHost())
                    .onSuccess(upstream -> {
                        client.handler(upstream::write);
                        client.closeHandler(_ -> upstream.close());
                        upstream.closeHandler(_ -> client.close());
                        upstream.handler(answer -> {
                            if (!isStalled.get()) {
                                client.write(answer);
                            }
                        });
                        client.resume();
                    });
        });
        return done(
                Uni.createFrom().completionStage(server.listen(0, "localhost").toCompletionStage()));
    }

    private DatabaseConfig at(String url) {
        return new DatabaseConfig() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public String username() {
                return config.username();
            }

            @Override
            public String password() {
                return config.password();
            }
        };
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(LONG_ENOUGH);
    }
}
