package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.ApiKeys;
import dev.kopeck.billing.domain.ApiKey;
import dev.kopeck.billing.domain.ApiKeySecret;
import dev.kopeck.billing.domain.ApiKeyTerms;
import dev.kopeck.billing.domain.ApiKeyUse;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
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
import org.jspecify.annotations.Nullable;

/** Rows of api_key. */
@ApplicationScoped
class PostgresApiKeys implements ApiKeys {

    /** The database's clock decides about the end of a key, here as in reserve_batch. */
    private static final String COLUMNS = "id, account_id, name, prefix, models, spend_limit, expires_at, created_at,"
            + " revoked_at, spent, held, last_used_at, coalesce(expires_at <= clock_timestamp(), false) AS expired";

    private static final String ADD = """
            INSERT INTO api_key (id, account_id, prefix, hash, name, models, spend_limit, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING\s""" + COLUMNS;
    private static final String OPEN = "SELECT count(*) FROM api_key WHERE account_id = $1 AND revoked_at IS NULL";
    private static final String FIND = "SELECT " + COLUMNS + " FROM api_key WHERE account_id = $1 AND id = $2";
    private static final String LIST =
            "SELECT " + COLUMNS + " FROM api_key WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    private static final String CHANGE = "UPDATE api_key SET name = $2, models = $3, spend_limit = $4, expires_at = $5"
            + " WHERE id = $1 RETURNING " + COLUMNS;
    private static final String REVOKE =
            "UPDATE api_key SET revoked_at = clock_timestamp() WHERE id = $1 RETURNING " + COLUMNS;
    private static final String BY_HASH = "SELECT " + COLUMNS + " FROM api_key WHERE hash = $1";

    private final Connections connections;

    PostgresApiKeys(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<ApiKey> add(UUID id, AccountId account, ApiKeySecret secret, ApiKeyTerms terms) {
        var row = withTerms(
                Tuple.tuple()
                        .addUUID(id)
                        .addLong(account.value())
                        .addString(secret.prefix())
                        .addValue(Buffer.buffer(secret.hash())),
                terms);
        return connections.query(ADD, row).map(PostgresApiKeys::only);
    }

    @Override
    public Uni<Long> open(AccountId account) {
        return connections
                .query(OPEN, Tuple.of(account.value()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Override
    public Uni<Optional<ApiKey>> find(AccountId account, UUID id) {
        return connections.query(FIND, Tuple.of(account.value(), id)).map(PostgresApiKeys::first);
    }

    @Override
    public Uni<List<ApiKey>> list(AccountId account, UUID below, int limit) {
        return connections.query(LIST, Tuple.of(account.value(), below, limit)).map(PostgresApiKeys::all);
    }

    @Override
    public Uni<ApiKey> change(UUID id, ApiKeyTerms terms) {
        return connections
                .query(CHANGE, withTerms(Tuple.tuple().addUUID(id), terms))
                .map(PostgresApiKeys::only);
    }

    @Override
    public Uni<ApiKey> revoke(UUID id) {
        return connections.query(REVOKE, Tuple.of(id)).map(PostgresApiKeys::only);
    }

    @Override
    public Uni<Optional<ApiKey>> byHash(byte[] hash) {
        return connections.query(BY_HASH, Tuple.of(Buffer.buffer(hash))).map(PostgresApiKeys::first);
    }

    private static Tuple withTerms(Tuple row, ApiKeyTerms terms) {
        return row.addString(terms.name())
                .addValue(terms.models()
                        .map(models -> models.toArray(String[]::new))
                        .orElse(null))
                .addValue(terms.spendLimit().map(Nanos::value).orElse(null))
                .addValue(
                        terms.expiresAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
    }

    private static ApiKey only(RowSet<Row> rows) {
        return key(rows.iterator().next());
    }

    private static Optional<ApiKey> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<ApiKey> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PostgresApiKeys::key)
                .toList();
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                new AccountId(row.getLong("account_id")),
                row.getString("prefix"),
                new ApiKeyTerms(
                        row.getString("name"),
                        Optional.ofNullable(row.getArrayOfStrings("models")).map(List::of),
                        Optional.ofNullable(row.getLong("spend_limit")).map(Nanos::new),
                        instant(row.getOffsetDateTime("expires_at"))),
                new ApiKeyUse(
                        new Nanos(row.getLong("spent")),
                        new Nanos(row.getLong("held")),
                        instant(row.getOffsetDateTime("last_used_at"))),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row.getOffsetDateTime("revoked_at")),
                row.getBoolean("expired"));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
