package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.gateway.application.access.GatewayRoll;
import dev.kopeck.gateway.domain.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** One row for each gateway that lives. */
@ApplicationScoped
class PostgresGatewayRoll implements GatewayRoll {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    /** Whoever beats takes those off who have been silent for long: a day is more than any silence. */
    private static final String BEAT = """
            with gone as (
                delete from gateway_instance where seen_at < now() - interval '1 day'),
            me as (
                insert into gateway_instance (id, seen_at) values ($1, now())
                on conflict (id) do update set seen_at = excluded.seen_at
                returning id)
            select 1 + count(*)::int as living from gateway_instance
            where id <> $1 and seen_at > now() - $2::interval
            """;

    private static final String LEAVE = "delete from gateway_instance where id = $1";

    private final Pool pool;

    PostgresGatewayRoll(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Integer> beat(InstanceId me, Duration silence) {
        return execute(BEAT, Tuple.of(me.value(), Interval.of(silence)))
                .map(rows -> rows.iterator().next().getInteger("living"));
    }

    @Override
    public Uni<Void> leave(InstanceId me) {
        return execute(LEAVE, Tuple.of(me.value())).replaceWithVoid();
    }

    private Uni<RowSet<Row>> execute(String statement, Tuple parameters) {
        return pool.preparedQuery(statement)
                .execute(parameters)
                .ifNoItem()
                .after(ANSWER_MAX)
                .fail();
    }
}
