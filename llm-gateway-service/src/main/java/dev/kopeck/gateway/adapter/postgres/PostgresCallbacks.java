package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.prompts.Callbacks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Callbacks: columns of the prompts' own rows. */
@ApplicationScoped
class PostgresCallbacks implements Callbacks {

    private final Statements statements;

    PostgresCallbacks(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Uni<List<DueCallback>> take(Duration lease, int atMost) {
        return statements
                .execute(ApiPromptStatements.TAKE_CALLBACKS, Tuple.of(Interval.of(lease), atMost))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresCallbacks::due)
                        .toList());
    }

    @Override
    public Uni<Void> delivered(PromptId promptId) {
        return over(promptId, "delivered");
    }

    @Override
    public Uni<Void> giveUp(PromptId promptId) {
        return over(promptId, "given_up");
    }

    @Override
    public Uni<Void> retry(PromptId promptId, Duration after) {
        return statements
                .execute(ApiPromptStatements.CALLBACK_LATER, Tuple.of(promptId.value(), Interval.of(after)))
                .replaceWithVoid();
    }

    private Uni<Void> over(PromptId promptId, String outcome) {
        return statements
                .execute(ApiPromptStatements.CALLBACK_OVER, Tuple.of(promptId.value(), outcome))
                .replaceWithVoid();
    }

    private static DueCallback due(Row row) {
        return new DueCallback(
                ReportRows.report(row), URI.create(row.getString("callback_url")), row.getInteger("callback_attempts"));
    }
}
