package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.prompts.PositionBook;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/** Positions: columns of the prompts' own rows. */
@ApplicationScoped
class PostgresPositionBook implements PositionBook {

    private final Statements statements;

    PostgresPositionBook(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Uni<Void> write(Map<PromptId, Integer> positions) {
        // Two arrays of one order
        var entries = positions.entrySet().stream().toList();
        var ids = entries.stream().map(entry -> entry.getKey().value()).toArray(UUID[]::new);
        var places = entries.stream().map(Map.Entry::getValue).toArray(Integer[]::new);
        return statements
                .execute(
                        ApiPromptStatements.POSITIONS,
                        Tuple.tuple().addArrayOfUUID(ids).addArrayOfInteger(places))
                .replaceWithVoid();
    }
}
