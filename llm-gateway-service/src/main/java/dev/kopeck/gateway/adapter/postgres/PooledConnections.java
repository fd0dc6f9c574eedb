package dev.kopeck.gateway.adapter.postgres;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool's connections, each given up after a silence that no statement needs. Where a network swallows what both
 * sides say, a statement that nobody waits for any more still has its connection, until the system gives that up after
 * a quarter of an hour: all of the pool's places would be taken so long. One that is merely idle ends too, and another
 * opens when it is needed.
 *
 * <p>The client's own settings do not do this. Keep-alives are not sent as long as something is unacknowledged, and its
 * idle timeout says goodbye to the server and waits for the server to hang up. So the socket itself is closed, below
 * the client, for which there is no other way than its inner classes.
 */
@ApplicationScoped
class PooledConnections implements PgPoolCreator {

    /** Longer than whoever asks waits for an answer. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(15);

    private final Duration silenceMax;

    @Inject
    PooledConnections() {
        this(SILENCE_MAX);
    }

    PooledConnections(Duration silenceMax) {
        this.silenceMax = silenceMax;
    }

    @Override
    public Pool create(Input input) {
        List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
        servers.forEach(server -> server.setConnectTimeout((int) silenceMax.toMillis()));
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(servers)
                .withConnectHandler(this::watch)
                .using(input.vertx())
                .build();
    }

    /** Closing hands the connection to the pool. */
    private void watch(SqlConnection connection) {
        var inner = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        inner.socket().channelHandlerContext().pipeline().addFirst(new SilenceLimit(silenceMax));
        var _ = connection.close();
    }

    /** First in the pipeline, so that its close reaches the socket and nobody says goodbye before. */
    private static final class SilenceLimit extends IdleStateHandler {

        SilenceLimit(Duration silenceMax) {
            super(silenceMax.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            var _ = context.close();
        }
    }
}
