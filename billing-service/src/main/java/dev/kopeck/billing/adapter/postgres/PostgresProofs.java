package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.Proofs;
import dev.kopeck.billing.domain.trust.Proof;
import dev.kopeck.billing.domain.trust.Tally;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Rows of table proof. */
@ApplicationScoped
class PostgresProofs implements Proofs {

    private static final String REQUEST = "INSERT INTO proof (id) VALUES ($1) RETURNING *";
    private static final String REQUEST_NIGHTLY = "INSERT INTO proof (id, night)"
            + " SELECT $2, $1 WHERE NOT EXISTS (SELECT 1 FROM proof WHERE night >= $1) ON CONFLICT DO NOTHING";
    private static final String NEXT = "UPDATE proof SET started = coalesce(started, clock_timestamp()) WHERE id ="
            + " (SELECT id FROM proof WHERE finished IS NULL ORDER BY requested_at, id LIMIT 1) RETURNING *";
    private static final String ADVANCE = "UPDATE proof SET next_account = $2, accounts = accounts + $3,"
            + " entries = entries + $4, violations = violations + $5 WHERE id = $1";
    private static final String FINISH = "UPDATE proof SET finished = clock_timestamp(), violations = violations + $2"
            + " WHERE id = $1 RETURNING *";
    private static final String FIND = "SELECT * FROM proof WHERE id = $1";
    private static final String LIST =
            "SELECT * FROM proof WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2";

    private final Connections connections;

    PostgresProofs(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Proof> request(UUID id) {
        return one(REQUEST, Tuple.of(id));
    }

    @Override
    public Uni<Boolean> requestNightly(LocalDate night, UUID id) {
        return connections.query(REQUEST_NIGHTLY, Tuple.of(night, id)).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Optional<Proof>> next() {
        return connections.query(NEXT, Tuple.tuple()).map(PostgresProofs::first);
    }

    @Override
    public Uni<Void> advance(UUID id, long account, Tally tally) {
        var row = Tuple.of(id, account, tally.accounts(), tally.entries(), tally.violations());
        return connections.query(ADVANCE, row).replaceWithVoid();
    }

    @Override
    public Uni<Proof> finish(UUID id, long violations) {
        return one(FINISH, Tuple.of(id, violations));
    }

    @Override
    public Uni<Optional<Proof>> find(UUID id) {
        return connections.query(FIND, Tuple.of(id)).map(PostgresProofs::first);
    }

    @Override
    public Uni<List<Proof>> list(Optional<UUID> before, int limit) {
        return connections
                .query(LIST, Tuple.of(before.orElse(null), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresProofs::proof)
                        .toList());
    }

    private Uni<Proof> one(String sql, Tuple parameters) {
        return connections
                .query(sql, parameters)
                .map(rows -> proof(rows.iterator().next()));
    }

    private static Optional<Proof> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(PostgresProofs::proof);
    }

    private static Proof proof(Row row) {
        return new Proof(
                row.getUUID("id"),
                Optional.ofNullable(row.getLocalDate("night")),
                row.getOffsetDateTime("requested_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("started")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("finished")).map(OffsetDateTime::toInstant),
                row.getLong("next_account"),
                row.getLong("accounts"),
                row.getLong("entries"),
                row.getLong("violations"));
    }
}
