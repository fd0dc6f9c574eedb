package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.KeptQuestions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Questions where the prompt API put them. */
@ApplicationScoped
class PostgresKeptQuestions implements KeptQuestions {

    private final Statements statements;
    private final MessagesJson messages;

    PostgresKeptQuestions(Statements statements, MessagesJson messages) {
        this.statements = statements;
        this.messages = messages;
    }

    @Override
    public Uni<Question> of(PromptId promptId) {
        return statements
                .execute(ApiPromptStatements.QUESTION, Tuple.of(promptId.value()))
                .map(rows -> {
                    var found = rows.iterator();
                    return found.hasNext() ? question(found.next()) : new Question.Forgotten();
                });
    }

    private Question question(Row row) {
        if (row.getBoolean("withdrawn")) {
            return new Question.Withdrawn();
        }
        var json = row.getString("messages");
        return json == null ? new Question.Forgotten() : new Question.Asked(messages.read(json));
    }
}
