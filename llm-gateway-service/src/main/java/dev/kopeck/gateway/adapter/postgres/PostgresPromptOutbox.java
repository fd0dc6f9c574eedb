package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.prompts.PromptOutbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What Kafka has not acknowledged yet: columns of the prompts' own rows. */
@ApplicationScoped
class PostgresPromptOutbox implements PromptOutbox {

    private final Statements statements;

    PostgresPromptOutbox(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Uni<Void> published(PromptId promptId) {
        return statements
                .execute(ApiPromptStatements.PUBLISHED, Tuple.of(promptId.value()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> cancelTold(PromptId promptId) {
        return statements
                .execute(ApiPromptStatements.CANCEL_TOLD, Tuple.of(promptId.value()))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<PromptSubmitted>> unpublished(Duration olderThan, int atMost) {
        return rows(ApiPromptStatements.UNPUBLISHED, olderThan, atMost, PostgresPromptOutbox::submitted);
    }

    @Override
    public Uni<List<PromptCancelled>> cancelsUntold(Duration olderThan, int atMost) {
        return rows(
                ApiPromptStatements.CANCELS_UNTOLD,
                olderThan,
                atMost,
                row -> new PromptCancelled(new PromptId(row.getUUID("prompt_id")), payer(row), Channel.API));
    }

    private <T> Uni<List<T>> rows(String statement, Duration olderThan, int atMost, Function<Row, T> reading) {
        return statements
                .execute(statement, Tuple.of(Interval.of(olderThan), atMost))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(reading)
                        .toList());
    }

    private static PromptSubmitted submitted(Row row) {
        return new PromptSubmitted(
                new PromptId(row.getUUID("prompt_id")),
                payer(row),
                Channel.API,
                row.getString("model"),
                row.getLong("input_tokens"),
                row.getLong("max_output_tokens"),
                row.getInteger("priority"),
                row.getUUID("key_id"));
    }

    private static Payer payer(Row row) {
        return Payer.account(new AccountId(row.getLong("account_id")));
    }
}
