package dev.kopeck.telegram.adapter.postgres;

import dev.kopeck.telegram.application.PollerLock;
import dev.kopeck.telegram.domain.BotIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session's advisory lock, on a connection of its own: a process that dies frees it at once, without a lease to wait
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

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final String KEEP_ALIVE =
            "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";
    private static final String TRY = "select pg_try_advisory_lock(hashtextextended($1, 0)) as held";
    private static final String FREE = "select pg_advisory_unlock_all()";

    private final Pool pool;

    /** The session that has the lock. Only the polling loop and its end touch it, one after the other. */
    private volatile @Nullable SqlConnection session;

    AdvisoryPollerLock(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> hold(BotIdentity bot) {
        var holder = session;
        return holder == null ? take(bot) : stillHeld(holder).onFailure().recoverWithUni(() -> again(holder, bot));
    }

    @Override
    public Uni<Void> release() {
        var holder = session;
        session = null;
        return holder == null ? Uni.createFrom().voidItem() : freed(holder);
    }

    /** The lock lives as long as its session. */
    private static Uni<Boolean> stillHeld(SqlConnection holder) {
        return holder.query("select 1")
                .execute()
                .replaceWith(true)
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .fail();
    }

    private Uni<Boolean> again(SqlConnection dead, BotIdentity bot) {
        session = null;
        return dead.close().onFailure().recoverWithNull().chain(() -> take(bot));
    }

    private Uni<Boolean> take(BotIdentity bot) {
        return pool.getConnection()
                .chain(connection -> tryOn(connection, bot).chain(held -> held ? keep(connection) : leave(connection)));
    }

    private static Uni<Boolean> tryOn(SqlConnection connection, BotIdentity bot) {
        return connection
                .query(KEEP_ALIVE)
                .execute()
                .chain(() -> connection.preparedQuery(TRY).execute(Tuple.of("telegram-poller/" + bot.id())))
                .map(rows -> rows.iterator().next().getBoolean("held"))
                .onFailure()
                .call(() -> connection.close());
    }

    private Uni<Boolean> keep(SqlConnection connection) {
        session = connection;
        return Uni.createFrom().item(true);
    }

    private static Uni<Boolean> leave(SqlConnection connection) {
        return connection.close().replaceWith(false);
    }

    private static Uni<Void> freed(SqlConnection holder) {
        return holder.query(FREE)
                .execute()
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull()
                .chain(() -> holder.close())
                .onFailure()
                .recoverWithNull();
    }
}
