package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.Seals;
import dev.kopeck.billing.domain.trust.Seal;
import dev.kopeck.billing.domain.trust.SealVerification;
import dev.kopeck.billing.domain.trust.SealVerification.Finding;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Seals, by the functions of V14__trust.sql: whoever has psql gets the same answers without this service. */
@ApplicationScoped
class PostgresSeals implements Seals {

    private static final String SEAL = "SELECT * FROM seal_next($1::bigint * interval '1 millisecond')";
    private static final String LIST =
            "SELECT * FROM seal WHERE ($1::timestamptz IS NULL OR hour < $1) ORDER BY hour DESC LIMIT $2";
    private static final String REQUEST = "INSERT INTO seal_verification (id, from_hour, to_hour, next_hour)"
            + " VALUES ($1, $2, $3, $2) RETURNING *, findings::text AS found";
    private static final String NEXT = "SELECT *, findings::text AS found FROM seal_verification"
            + " WHERE finished IS NULL ORDER BY requested_at, id LIMIT 1";
    private static final String VERIFY = "SELECT * FROM verify_seals($1, $2)";
    private static final String ADVANCE = """
            UPDATE seal_verification SET next_hour = $2, hours = hours + $3, rows = rows + $4, wrong = wrong + $5,
              findings = CASE WHEN jsonb_array_length(findings) < $6 THEN findings || $7::text::jsonb ELSE findings END,
              finished = CASE WHEN $8 THEN clock_timestamp() END
             WHERE id = $1 RETURNING *, findings::text AS found""";
    private static final String FIND = "SELECT *, findings::text AS found FROM seal_verification WHERE id = $1";

    private final Connections connections;
    private final LongStatements longStatements;

    PostgresSeals(Connections connections, LongStatements longStatements) {
        this.connections = connections;
        this.longStatements = longStatements;
    }

    @Override
    public Uni<Sealing> sealNext(Duration grace) {
        return longStatements
                .query(SEAL, Tuple.of(grace.toMillis()))
                .map(rows -> sealing(rows.iterator().next()));
    }

    @Override
    public Uni<Optional<Seal>> last() {
        return list(Optional.empty(), 1).map(seals -> seals.stream().findFirst());
    }

    @Override
    public Uni<List<Seal>> list(Optional<Instant> before, int limit) {
        return connections
                .query(LIST, Tuple.of(before.map(PostgresSeals::utc).orElse(null), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresSeals::seal)
                        .toList());
    }

    @Override
    public Uni<SealVerification> request(UUID id, Instant from, Instant to) {
        return connections
                .query(REQUEST, Tuple.of(id, utc(from), utc(to)))
                .map(rows -> verification(rows.iterator().next()));
    }

    @Override
    public Uni<Optional<SealVerification>> next() {
        return connections.query(NEXT, Tuple.tuple()).map(PostgresSeals::first);
    }

    @Override
    public Uni<SealVerification.Part> verify(Instant from, Instant to) {
        return longStatements.query(VERIFY, Tuple.of(utc(from), utc(to))).map(rows -> part(to, rows));
    }

    @Override
    public Uni<SealVerification> advance(UUID id, SealVerification.Part part, boolean finished) {
        var parameters = Tuple.tuple()
                .addUUID(id)
                .addOffsetDateTime(utc(part.nextHour()))
                .addLong(part.hours())
                .addLong(part.rows())
                .addLong((long) part.findings().size())
                .addInteger(SealVerification.FINDINGS_MAX)
                .addString(json(part.findings()))
                .addBoolean(finished);
        return connections
                .query(ADVANCE, parameters)
                .map(rows -> verification(rows.iterator().next()));
    }

    @Override
    public Uni<Optional<SealVerification>> find(UUID id) {
        return connections.query(FIND, Tuple.of(id)).map(PostgresSeals::first);
    }

    private static Sealing sealing(Row row) {
        return switch (row.getString("o_state")) {
            case "sealed" ->
                new Sealing.Sealed(
                        instant(row, "o_hour"),
                        row.getLong("o_rows"),
                        HexFormat.of().formatHex(row.getBuffer("o_hash").getBytes()));
            case "waiting" -> new Sealing.Waiting(instant(row, "o_hour"));
            default -> new Sealing.Nothing();
        };
    }

    private static Seal seal(Row row) {
        return new Seal(
                instant(row, "hour"),
                row.getLong("rows"),
                HexFormat.of().formatHex(row.getBuffer("previous").getBytes()),
                HexFormat.of().formatHex(row.getBuffer("hash").getBytes()),
                instant(row, "sealed_at"));
    }

    private static SealVerification.Part part(Instant next, RowSet<Row> rows) {
        long hours = 0;
        long entries = 0;
        var findings = new ArrayList<Finding>();
        for (var row : rows) {
            hours++;
            entries += Optional.ofNullable(row.getLong("o_rows_found")).orElse(0L);
            if (!row.getString("o_verdict").equals("sound")) {
                findings.add(new Finding(
                        instant(row, "o_hour"),
                        row.getString("o_verdict"),
                        Optional.ofNullable(row.getLong("o_rows_sealed")),
                        Optional.ofNullable(row.getLong("o_rows_found"))));
            }
        }
        return new SealVerification.Part(next, hours, entries, findings);
    }

    private static Optional<SealVerification> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(PostgresSeals::verification);
    }

    private static SealVerification verification(Row row) {
        var findings = new ArrayList<Finding>();
        for (var finding : new JsonArray(row.getString("found"))) {
            findings.add(finding((JsonObject) finding));
        }
        return new SealVerification(
                row.getUUID("id"),
                instant(row, "from_hour"),
                instant(row, "to_hour"),
                instant(row, "requested_at"),
                Optional.ofNullable(row.getOffsetDateTime("finished")).map(OffsetDateTime::toInstant),
                instant(row, "next_hour"),
                row.getLong("hours"),
                row.getLong("rows"),
                row.getLong("wrong"),
                findings.subList(0, Math.min(findings.size(), SealVerification.FINDINGS_MAX)));
    }

    private static String json(List<Finding> findings) {
        var json = new JsonArray();
        findings.forEach(finding -> json.add(new JsonObject()
                .put("hour", finding.hour().toString())
                .put("verdict", finding.verdict())
                .put("rowsSealed", finding.rowsSealed().orElse(null))
                .put("rowsFound", finding.rowsFound().orElse(null))));
        return json.encode();
    }

    private static Finding finding(JsonObject json) {
        return new Finding(
                Instant.parse(json.getString("hour")),
                json.getString("verdict"),
                Optional.ofNullable(json.getLong("rowsSealed")),
                Optional.ofNullable(json.getLong("rowsFound")));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
