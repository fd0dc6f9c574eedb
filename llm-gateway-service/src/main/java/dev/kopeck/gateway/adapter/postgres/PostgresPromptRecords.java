package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.PromptRecords;
import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.InstanceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** Prompt records over the reactive client: two round trips for a prompt that is delivered once. */
@ApplicationScoped
class PostgresPromptRecords implements PromptRecords {

    private static final String FINISHED = "finished";
    /**
     * A connection whose other end is gone without a word never answers. Each statement may be repeated, so it is given
     * up and left to whoever retries.
     */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final Pool pool;

    PostgresPromptRecords(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Claim> claim(PromptAuthorized prompt, InstanceId owner, Duration lease) {
        var facts = Tuple.tuple()
                .addUUID(prompt.promptId().value())
                .addString(prompt.payer().value())
                .addString(lower(prompt.prompt().channel()))
                .addLong(prompt.accountId().value())
                .addString(prompt.prompt().model())
                .addInteger(prompt.price().version())
                .addUUID(owner.value())
                .addValue(interval(lease));
        return execute(PromptRecordStatements.CLAIM, facts).chain(rows -> {
            var granted = rows.iterator();
            return granted.hasNext()
                    ? Uni.createFrom().item(new Claim.Granted(granted.next().getInteger("claims") - 1))
                    : find(prompt.promptId());
        });
    }

    @Override
    public Uni<Boolean> finish(PromptId promptId, InstanceId owner, Claim.Granted claim, Completion completion) {
        var ending = Tuple.tuple()
                .addUUID(promptId.value())
                .addUUID(owner.value())
                .addInteger(claim.number())
                .addString(lower(completion.outcome()));
        addUsage(ending, completion.usage());
        ending.addBoolean(completion.estimated()).addInteger(completion.attempts());
        addContent(ending, completion.content());
        ending.addLong(completion.timings().queueMs())
                .addLong(completion.timings().firstTokenMs())
                .addLong(completion.timings().processMs());
        return execute(PromptRecordStatements.FINISH, ending).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Void> renew(List<PromptId> promptIds, InstanceId owner, Duration lease) {
        var ids = promptIds.stream().map(PromptId::value).toArray(UUID[]::new);
        var renewal = Tuple.tuple().addArrayOfUUID(ids).addUUID(owner.value()).addValue(interval(lease));
        return execute(PromptRecordStatements.RENEW, renewal).replaceWithVoid();
    }

    @Override
    public Uni<Void> release(InstanceId owner) {
        return execute(PromptRecordStatements.RELEASE, Tuple.of(owner.value())).replaceWithVoid();
    }

    @Override
    public Uni<Integer> forgetTexts(Duration olderThan, int atMost) {
        return forget(PromptRecordStatements.FORGET_TEXTS, olderThan, atMost);
    }

    @Override
    public Uni<Integer> forgetPrompts(Duration olderThan, int atMost) {
        return forget(PromptRecordStatements.FORGET_PROMPTS, olderThan, atMost);
    }

    private Uni<Integer> forget(String statement, Duration olderThan, int atMost) {
        return execute(statement, Tuple.of(interval(olderThan), atMost)).map(SqlResult::rowCount);
    }

    /** Between the refused claim and this question the row may be gone: retention took it. Then it is asked again. */
    private Uni<Claim> find(PromptId promptId) {
        return execute(PromptRecordStatements.FIND, Tuple.of(promptId.value())).map(rows -> {
            var found = rows.iterator();
            return found.hasNext() ? standing(found.next()) : new Claim.HeldElsewhere();
        });
    }

    private Uni<RowSet<Row>> execute(String statement, Tuple parameters) {
        return pool.preparedQuery(statement)
                .execute(parameters)
                .ifNoItem()
                .after(ANSWER_MAX)
                .fail();
    }

    private static Claim standing(Row row) {
        return FINISHED.equals(row.getString("status"))
                ? new Claim.Finished(completion(row))
                : new Claim.HeldElsewhere();
    }

    private static Completion completion(Row row) {
        var usage = new Usage(
                row.getLong("input_tokens"),
                row.getLong("cached_input_tokens"),
                row.getLong("cache_write_tokens"),
                row.getLong("output_tokens"),
                row.getLong("reasoning_tokens"),
                row.getBoolean("clamped"));
        var code = row.getString("problem_code");
        var problem = code == null ? null : new Problem(code, row.getString("problem_message"));
        var text = Objects.requireNonNullElse(row.getString("answer"), "");
        return new Completion(
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                usage,
                row.getBoolean("estimated"),
                row.getInteger("attempts"),
                new Timings(row.getLong("queue_ms"), row.getLong("first_token_ms"), row.getLong("process_ms")),
                new CompletionContent(text, row.getString("finish_reason"), problem));
    }

    private static void addUsage(Tuple ending, Usage usage) {
        ending.addLong(usage.inputTokens())
                .addLong(usage.cachedInputTokens())
                .addLong(usage.cacheWriteTokens())
                .addLong(usage.outputTokens())
                .addLong(usage.reasoningTokens())
                .addBoolean(usage.clamped());
    }

    private static void addContent(Tuple ending, CompletionContent content) {
        var problem = content.problem();
        ending.addString(content.finishReason())
                .addString(problem == null ? null : problem.code())
                .addString(problem == null ? null : problem.message())
                .addString(content.text());
    }

    private static Interval interval(Duration duration) {
        return Interval.of(duration);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
