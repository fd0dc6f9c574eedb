package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.Reconciliations;
import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Reconciliation.Kind;
import dev.kopeck.billing.domain.trust.Report;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Rows of table reconciliation. */
@ApplicationScoped
class PostgresReconciliations implements Reconciliations {

    private static final String COLUMNS =
            "id, kind, from_at, to_at, requested_at, finished, compared, differing, failure, ";
    private static final String WITH_RESULT = COLUMNS + "result::text AS report";
    private static final String REQUEST = "INSERT INTO reconciliation (id, kind, from_at, to_at)"
            + " VALUES ($1, $2, $3, $4) RETURNING " + WITH_RESULT;
    private static final String NEXT = "SELECT " + WITH_RESULT + " FROM reconciliation"
            + " WHERE finished IS NULL ORDER BY requested_at, id LIMIT 1";
    private static final String FINISH = "UPDATE reconciliation SET finished = clock_timestamp(), compared = $2,"
            + " differing = $3, result = $4::text::jsonb WHERE id = $1 RETURNING " + WITH_RESULT;
    private static final String FAIL = "UPDATE reconciliation SET finished = clock_timestamp(), failure = $2"
            + " WHERE id = $1 RETURNING " + WITH_RESULT;
    private static final String FIND = "SELECT " + WITH_RESULT + " FROM reconciliation WHERE id = $1";
    private static final String LIST = "SELECT " + COLUMNS + "NULL AS report FROM reconciliation"
            + " WHERE ($1::text IS NULL OR kind = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3";

    private final Connections connections;

    PostgresReconciliations(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Reconciliation> request(UUID id, Kind kind, Instant from, Instant to) {
        return one(REQUEST, Tuple.of(id, kind.apiName(), from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)));
    }

    @Override
    public Uni<Optional<Reconciliation>> next() {
        return connections.query(NEXT, Tuple.tuple()).map(PostgresReconciliations::first);
    }

    @Override
    public Uni<Reconciliation> finish(UUID id, Report report) {
        return one(FINISH, Tuple.of(id, report.compared(), report.differing(), ReportJson.written(report)));
    }

    @Override
    public Uni<Reconciliation> fail(UUID id, String reason) {
        return one(FAIL, Tuple.of(id, reason));
    }

    @Override
    public Uni<Optional<Reconciliation>> find(UUID id) {
        return connections.query(FIND, Tuple.of(id)).map(PostgresReconciliations::first);
    }

    @Override
    public Uni<List<Reconciliation>> list(Optional<Kind> kind, Optional<UUID> before, int limit) {
        var parameters = Tuple.of(kind.map(Kind::apiName).orElse(null), before.orElse(null), limit);
        return connections
                .query(LIST, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresReconciliations::reconciliation)
                        .toList());
    }

    private Uni<Reconciliation> one(String sql, Tuple parameters) {
        return connections
                .query(sql, parameters)
                .map(rows -> reconciliation(rows.iterator().next()));
    }

    private static Optional<Reconciliation> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(PostgresReconciliations::reconciliation);
    }

    private static Reconciliation reconciliation(Row row) {
        return new Reconciliation(
                row.getUUID("id"),
                Kind.named(row.getString("kind")).orElseThrow(),
                row.getOffsetDateTime("from_at").toInstant(),
                row.getOffsetDateTime("to_at").toInstant(),
                row.getOffsetDateTime("requested_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("finished")).map(OffsetDateTime::toInstant),
                row.getLong("compared"),
                row.getLong("differing"),
                Optional.ofNullable(row.getString("failure")),
                Optional.ofNullable(row.getString("report")));
    }
}
