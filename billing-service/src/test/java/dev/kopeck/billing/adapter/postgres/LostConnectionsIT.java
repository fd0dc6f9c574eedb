package dev.kopeck.billing.adapter.postgres;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.testkit.EmbeddedPostgresServer;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.harness.testkit.SwallowingProxy;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@SuppressWarnings("NullAway.Init")
class LostConnectionsIT {

    private static final Duration SILENCE_MAX = Duration.ofMillis(500);

    @Inject
    Vertx vertx;

    @Inject
    PgPoolCreator creator;

    @Test
    void connectionsThatTheNetworkSwallowedMakeRoomForOthers() throws Exception {
        try (var proxy = SwallowingProxy.before(databasePort())) {
            // Given
            var pool = new PooledConnections(SILENCE_MAX).create(new Through(vertx, proxy));
            assertThat(ask(pool)).isEqualTo("billing");
            // When
            proxy.swallow();
            // Then
            eventually(() -> assertThat(ask(pool)).isEqualTo("billing"));
            assertThat(proxy.connections()).isGreaterThan(1);
            pool.close();
        }
    }

    @Test
    void theServicesPoolIsMadeThatWay() {
        assertThat(creator).isInstanceOf(PooledConnections.class);
    }

    private static String ask(Pool pool) throws Exception {
        var rows = pool.query("select current_database()::text")
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .get(SILENCE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        return rows.iterator().next().getString(0);
    }

    private static int databasePort() {
        return URI.create(ConfigProvider.getConfig().getValue("KOPECK_POSTGRES_URL", String.class))
                .getPort();
    }

    /** A pool with one place, which a lost connection takes. */
    private record Through(Vertx vertx, SwallowingProxy proxy) implements PgPoolCreator.Input {

        @Override
        public PoolOptions poolOptions() {
            return new PoolOptions().setMaxSize(1);
        }

        @Override
        public List<PgConnectOptions> pgConnectOptionsList() {
            return List.of(new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(proxy.port())
                    .setDatabase("billing")
                    .setUser(EmbeddedPostgresServer.USERNAME)
                    .setPassword(EmbeddedPostgresServer.PASSWORD));
        }
    }
}
