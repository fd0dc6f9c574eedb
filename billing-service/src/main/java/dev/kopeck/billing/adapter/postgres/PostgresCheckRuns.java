package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.CheckRuns;
import dev.kopeck.billing.domain.trust.CheckMode;
import dev.kopeck.billing.domain.trust.CheckRun;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Rows of table check_run: the last run of each kind. */
@ApplicationScoped
class PostgresCheckRuns implements CheckRuns {

    private static final String FINISHED = """
            INSERT INTO check_run (mode, finished, took_ms, accounts, entries) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (mode) DO UPDATE SET finished = excluded.finished, took_ms = excluded.took_ms,
              accounts = excluded.accounts, entries = excluded.entries""";
    private static final String LAST = "SELECT mode, finished, took_ms, accounts, entries FROM check_run";

    private final Connections connections;

    PostgresCheckRuns(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Void> finished(CheckRun run) {
        var row = Tuple.of(
                run.mode().apiName(),
                run.finished().atOffset(ZoneOffset.UTC),
                run.took().toMillis(),
                run.accounts(),
                run.entries());
        return connections.query(FINISHED, row).replaceWithVoid();
    }

    @Override
    public Uni<List<CheckRun>> last() {
        return connections
                .query(LAST, Tuple.tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresCheckRuns::run)
                        .toList());
    }

    private static CheckRun run(Row row) {
        return new CheckRun(
                CheckMode.named(row.getString("mode")),
                row.getOffsetDateTime("finished").toInstant(),
                Duration.ofMillis(row.getLong("took_ms")),
                row.getLong("accounts"),
                row.getLong("entries"));
    }
}
