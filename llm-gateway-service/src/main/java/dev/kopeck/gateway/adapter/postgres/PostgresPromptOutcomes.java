package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.gateway.application.prompts.PromptOutcomes;
import dev.kopeck.gateway.application.prompts.PromptTexts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How prompts end, and how they are forgotten. */
@ApplicationScoped
class PostgresPromptOutcomes implements PromptOutcomes, PromptTexts {

    private final Statements statements;

    PostgresPromptOutcomes(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Uni<Optional<Reserved>> declined(PromptDeclined declined) {
        return written(
                ApiPromptStatements.DECLINED,
                Tuple.tuple()
                        .addUUID(declined.promptId().value())
                        .addString(lower(declined.reason()))
                        .addLong(declined.needed().value())
                        .addLong(declined.available().value())
                        .addString(declined.currency()));
    }

    @Override
    public Uni<Optional<Reserved>> settled(ChargeSettled settled) {
        return written(
                ApiPromptStatements.SETTLED,
                Tuple.tuple()
                        .addUUID(settled.promptId().value())
                        .addString(lower(settled.resolution()))
                        .addLong(settled.charged().value())
                        .addString(settled.currency()));
    }

    @Override
    public Uni<Integer> forgetTexts(int atMost) {
        return statements
                .execute(ApiPromptStatements.FORGET_TEXTS, Tuple.of(atMost))
                .map(SqlResult::rowCount);
    }

    @Override
    public Uni<Integer> forgetPrompts(Duration olderThan, int atMost) {
        return statements
                .execute(ApiPromptStatements.FORGET_PROMPTS, Tuple.of(Interval.of(olderThan), atMost))
                .map(SqlResult::rowCount);
    }

    private Uni<Optional<Reserved>> written(String statement, Tuple outcome) {
        return statements.execute(statement, outcome).map(rows -> {
            var found = rows.iterator();
            return found.hasNext() ? Optional.of(reserved(found.next())) : Optional.empty();
        });
    }

    private static Reserved reserved(Row row) {
        return new Reserved(
                new AccountId(row.getLong("account_id")),
                row.getUUID("key_id"),
                row.getLong("reserved"),
                row.getLong("used"));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
