package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.AuditLog;
import dev.kopeck.billing.application.AuditTrail;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Pages of table audit. Only filters that are there are part of the statement, so that each finds its index. */
@ApplicationScoped
class PostgresAuditTrail implements AuditTrail {

    private static final String SELECT = "SELECT id, at, who, role, action, subject, before, after FROM audit";

    private final Connections connections;

    PostgresAuditTrail(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<List<Recorded>> find(Filter filter, Optional<Position> before, int limit) {
        var where = new Where();
        filter.subject().ifPresent(subject -> where.and("subject = ?", subject));
        filter.who().ifPresent(who -> where.and("who = ?", who));
        filter.action().ifPresent(action -> where.and("action = ?", action));
        filter.from().ifPresent(from -> where.and("at >= ?", utc(from)));
        filter.to().ifPresent(to -> where.and("at < ?", utc(to)));
        before.ifPresent(position -> where.and("(at, id) < (?, ?)", utc(position.at()), position.id()));
        return connections.query(where.select(limit), where.parameters).map(PostgresAuditTrail::recorded);
    }

    private static List<Recorded> recorded(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PostgresAuditTrail::recorded)
                .toList();
    }

    private static Recorded recorded(Row row) {
        var entry = new AuditLog.Entry(
                row.getString("who"),
                row.getString("role"),
                row.getString("action"),
                row.getString("subject"),
                json(row, "before"),
                json(row, "after"));
        return new Recorded(new Position(row.getOffsetDateTime("at").toInstant(), row.getUUID("id")), entry);
    }

    private static Optional<String> json(Row row, String column) {
        return Optional.ofNullable(row.get(JsonObject.class, column)).map(JsonObject::encode);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Conditions from this file only, with their values as parameters. */
    private static final class Where {

        private final List<String> conditions = new ArrayList<>();
        private final Tuple parameters = Tuple.tuple();

        void and(String condition, Object... values) {
            var numbered = condition;
            for (var value : values) {
                parameters.addValue(value);
                numbered = numbered.replaceFirst("\\?", "\\$" + parameters.size());
            }
            conditions.add(numbered);
        }

        String select(int limit) {
            parameters.addInteger(limit);
            var where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            return "%s%s ORDER BY at DESC, id DESC LIMIT $%d".formatted(SELECT, where, parameters.size());
        }
    }
}
