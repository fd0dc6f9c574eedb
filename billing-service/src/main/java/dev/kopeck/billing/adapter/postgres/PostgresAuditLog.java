package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.AuditLog;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows of table audit. */
@ApplicationScoped
class PostgresAuditLog implements AuditLog {

    private static final String INSERT = "INSERT INTO audit (id, who, role, action, subject, before, after)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private final Connections connections;
    private final Supplier<UUID> ids;

    PostgresAuditLog(Connections connections, Supplier<UUID> ids) {
        this.connections = connections;
        this.ids = ids;
    }

    @Override
    public Uni<Void> record(Entry entry) {
        var row = Tuple.tuple()
                .addUUID(ids.get())
                .addString(entry.who())
                .addString(entry.role())
                .addString(entry.action())
                .addString(entry.subject())
                .addValue(json(entry.before()))
                .addValue(json(entry.after()));
        return connections.query(INSERT, row).replaceWithVoid();
    }

    private static @Nullable JsonObject json(Optional<String> text) {
        return text.map(JsonObject::new).orElse(null);
    }
}
