package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.OutcomeComparison;
import dev.kopeck.billing.domain.trust.OutcomeEvent;
import dev.kopeck.billing.domain.trust.Report.HourLine;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Rows of table reconciliation_event. */
@ApplicationScoped
class PostgresOutcomeComparison implements OutcomeComparison {

    private static final String KEEP = "INSERT INTO reconciliation_event (run, topic, prompt_id, late, at)"
            + " SELECT $1, i.* FROM unnest($2::smallint[], $3::uuid[], $4::boolean[], $5::timestamptz[]) AS i"
            + " ON CONFLICT DO NOTHING";
    private static final String COMPARE =
            "SELECT * FROM compare_with_kafka($1, $2, $3, $4::bigint * interval '1 millisecond')";
    private static final String FORGET = "DELETE FROM reconciliation_event WHERE run = $1";

    private final Connections connections;
    private final LongStatements longStatements;

    PostgresOutcomeComparison(Connections connections, LongStatements longStatements) {
        this.connections = connections;
        this.longStatements = longStatements;
    }

    @Override
    public Uni<Void> keep(UUID run, List<OutcomeEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var parameters = Tuple.tuple()
                .addUUID(run)
                .addArrayOfShort(events.stream()
                        .map(event -> (short) event.kind().code())
                        .toArray(Short[]::new))
                .addArrayOfUUID(events.stream().map(OutcomeEvent::promptId).toArray(UUID[]::new))
                .addArrayOfBoolean(events.stream().map(OutcomeEvent::late).toArray(Boolean[]::new))
                .addArrayOfOffsetDateTime(events.stream()
                        .map(event -> event.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return connections.query(KEEP, parameters).replaceWithVoid();
    }

    @Override
    public Uni<List<HourLine>> compare(UUID run, Instant from, Instant to, Duration holdTtl) {
        var parameters = Tuple.of(run, from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC), holdTtl.toMillis());
        return longStatements
                .query(COMPARE, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresOutcomeComparison::line)
                        .toList());
    }

    @Override
    public Uni<Void> forget(UUID run) {
        return longStatements.query(FORGET, Tuple.of(run)).replaceWithVoid();
    }

    private static HourLine line(Row row) {
        var samples = row.getArrayOfStrings("o_samples");
        return new HourLine(
                OutcomeEvent.Kind.ofCode(row.getShort("o_topic")).apiName(),
                row.getOffsetDateTime("o_hour").toInstant(),
                row.getLong("o_rows"),
                row.getLong("o_events"),
                row.getLong("o_untold"),
                row.getLong("o_unknown"),
                samples == null ? List.of() : List.of(samples));
    }
}
