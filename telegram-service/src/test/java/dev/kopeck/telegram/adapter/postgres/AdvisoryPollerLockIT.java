package dev.kopeck.telegram.adapter.postgres;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.telegram.config.DatabaseConfig;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.support.SimulatedWorld;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two replicas, each with its own session. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(SimulatedWorld.class)
@SuppressWarnings("NullAway.Init")
class AdvisoryPollerLockIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

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

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(LONG_ENOUGH);
    }
}
