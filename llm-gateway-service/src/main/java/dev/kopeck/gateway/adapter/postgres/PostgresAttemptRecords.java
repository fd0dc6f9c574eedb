package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.AttemptRecord;
import dev.kopeck.gateway.application.AttemptRecords;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Attempts over the reactive client: one statement for a batch. */
@ApplicationScoped
class PostgresAttemptRecords implements AttemptRecords {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final String WRITE = """
            insert into model_attempt (prompt_id, number, started_at, ended_at, provider, model, outcome, status,
                input_tokens, cached_input_tokens, output_tokens, reasoning_tokens)
            select * from unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[],
                $7::text[], $8::integer[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[])
            on conflict do nothing
            """;

    private static final String FORGET = """
            delete from model_attempt
            where (prompt_id, started_at, number) in (
                select prompt_id, started_at, number from model_attempt
                where started_at < now() - $1::interval
                order by started_at limit $2)
            """;

    private final Pool pool;

    PostgresAttemptRecords(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> write(List<AttemptRecord> attempts) {
        var columns = Tuple.tuple()
                .addArrayOfUUID(column(attempts, attempt -> attempt.promptId().value(), UUID[]::new))
                .addArrayOfInteger(column(attempts, AttemptRecord::number, Integer[]::new))
                .addArrayOfOffsetDateTime(column(
                        attempts, attempt -> attempt.startedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        column(attempts, attempt -> attempt.endedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addArrayOfString(column(attempts, AttemptRecord::provider, String[]::new))
                .addArrayOfString(column(attempts, AttemptRecord::model, String[]::new))
                .addArrayOfString(column(attempts, AttemptRecord::outcome, String[]::new))
                .addArrayOfInteger(column(attempts, AttemptRecord::status, Integer[]::new))
                .addArrayOfLong(counts(attempts, Usage::inputTokens))
                .addArrayOfLong(counts(attempts, Usage::cachedInputTokens))
                .addArrayOfLong(counts(attempts, Usage::outputTokens))
                .addArrayOfLong(counts(attempts, Usage::reasoningTokens));
        return execute(WRITE, columns).replaceWithVoid();
    }

    @Override
    public Uni<Integer> forget(Duration olderThan, int atMost) {
        return execute(FORGET, Tuple.of(Interval.of(olderThan), atMost)).map(SqlResult::rowCount);
    }

    private Uni<RowSet<Row>> execute(String statement, Tuple parameters) {
        return pool.preparedQuery(statement)
                .execute(parameters)
                .ifNoItem()
                .after(ANSWER_MAX)
                .fail();
    }

    private static <T> T[] column(
            List<AttemptRecord> attempts, Function<AttemptRecord, T> value, IntFunction<T[]> array) {
        return attempts.stream().map(value).toArray(array);
    }

    private static @Nullable Long[] counts(List<AttemptRecord> attempts, ToLongFunction<Usage> count) {
        var counts = new @Nullable Long[attempts.size()];
        for (int i = 0; i < counts.length; i++) {
            var usage = attempts.get(i).usage();
            counts[i] = usage == null ? null : Long.valueOf(count.applyAsLong(usage));
        }
        return counts;
    }
}
