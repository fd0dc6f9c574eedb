package dev.kopeck.telegram.adapter.postgres;

import dev.kopeck.telegram.application.PollerLock;
import dev.kopeck.telegram.config.DatabaseConfig;
import dev.kopeck.telegram.domain.BotIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session's advisory lock, on a connection outside of the pool: closing it closes the socket and with it the session,
 * whereas a pooled one would live on, with the lock, where nobody can free it. A process that dies frees it at once, without a lease to wait
 * for and without a clock. A machine that vanishes loses it when its connection does, which short keep-alives make a
 * matter of seconds. Should two replicas ever poll at once, Telegram ends one of the requests and prompt ids drop
 * repeats: the lock saves work, correctness does not hang on it.
 *
 * <p>Needs a connection that belongs to one session: not PgBouncer in transaction mode.
 *
 * @see <a href="https://www.postgresql.org/docs/18/explicit-locking.html#ADVISORY-LOCKS">Advisory locks</a>
 */
@ApplicationScoped
class AdvisoryPollerLock implements PollerLock {

    private static final String KEEP_ALIVE =
            "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";
    private static final String TRY = "select pg_try_advisory_lock(hashtextextended($1, 0)) as held";
    private static final String FREE = "select pg_advisory_unlock_all()";

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final Duration answerWithin;

    /** Kept while this replica stands by too. Only the polling loop and its end touch it, one after the other. */
    private volatile @Nullable Session session;

    @Inject
    AdvisoryPollerLock(Vertx vertx, DatabaseConfig config) {
        this(vertx, config, Duration.ofSeconds(5));
    }

    AdvisoryPollerLock(Vertx vertx, DatabaseConfig config, Duration answerWithin) {
        this.vertx = vertx;
        this.answerWithin = answerWithin;
        this.options = PgConnectOptions.fromUri(config.url() + "/telegram")
                .setUser(config.username())
                .setPassword(config.password());
        this.options.setTcpKeepAlive(true);
        this.options.setConnectTimeout((int) answerWithin.toMillis());
    }

    /** @param holds whether the lock is this session's; taken twice, it would have to be freed twice */
    private record Session(SqlConnection connection, boolean holds) {}

    @Override
    public Uni<Boolean> hold(BotIdentity bot) {
        var open = session;
        return open == null ? begin(bot) : goOn(open, bot).onFailure().recoverWithUni(() -> begin(bot));
    }

    @Override
    public Uni<Void> release() {
        var open = session;
        session = null;
        return open == null ? Uni.createFrom().voidItem() : freed(open.connection());
    }

    private Uni<Boolean> begin(BotIdentity bot) {
        return connected()
                .chain(connection ->
                        orEnd(connection, connection.query(KEEP_ALIVE).execute().chain(() -> taken(connection, bot))));
    }

    private Uni<Boolean> goOn(Session open, BotIdentity bot) {
        var connection = open.connection();
        return orEnd(connection, open.holds() ? stillHeld(connection) : taken(connection, bot));
    }

    /** One that comes too late is closed, since nobody waits for it any more. */
    private Uni<SqlConnection> connected() {
        return Uni.createFrom().deferred(() -> {
            var connecting = PgConnection.connect(vertx, options);
            return Uni.createFrom()
                    .completionStage(connecting::toCompletionStage)
                    .ifNoItem()
                    .after(answerWithin)
                    .fail()
                    .onFailure()
                    .invoke(() -> connecting.onSuccess(PgConnection::close))
                    .map(SqlConnection::newInstance);
        });
    }

    /** The lock lives as long as its session. */
    private static Uni<Boolean> stillHeld(SqlConnection connection) {
        return connection.query("select 1").execute().replaceWith(true);
    }

    private Uni<Boolean> taken(SqlConnection connection, BotIdentity bot) {
        return connection
                .preparedQuery(TRY)
                .execute(Tuple.of("telegram-poller/" + bot.id()))
                .map(rows -> rows.iterator().next().getBoolean("held"))
                .invoke(held -> session = new Session(connection, held));
    }

    /** A session that does not answer may have the lock: it ends, so that whoever answers can have it. */
    private Uni<Boolean> orEnd(SqlConnection connection, Uni<Boolean> answer) {
        return answer.ifNoItem().after(answerWithin).fail().onFailure().call(() -> {
            session = null;
            return closed(connection);
        });
    }

    private Uni<Void> freed(SqlConnection connection) {
        return connection
                .query(FREE)
                .execute()
                .replaceWithVoid()
                .ifNoItem()
                .after(answerWithin)
                .fail()
                .onFailure()
                .recoverWithNull()
                .chain(() -> closed(connection));
    }

    private Uni<Void> closed(SqlConnection connection) {
        return connection
                .close()
                .ifNoItem()
                .after(answerWithin)
                .fail()
                .onFailure()
                .recoverWithNull();
    }
}
