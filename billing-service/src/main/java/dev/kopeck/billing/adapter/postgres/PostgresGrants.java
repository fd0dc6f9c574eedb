package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Grants;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Lot;
import dev.kopeck.billing.domain.LotChange;
import dev.kopeck.billing.domain.LotMovement;
import dev.kopeck.billing.domain.NewLot;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Functions grant_credit, grant_scoped_credit, void_grant, walk_all_lots and end_lots; table grant_lot. */
@ApplicationScoped
class PostgresGrants implements Grants {

    private static final String GRANT = "SELECT o_status, o_balance FROM grant_credit($1, $2, $3, $4, $5, $6, $7, $8)";
    private static final String GRANT_SCOPED =
            "SELECT o_status, o_balance FROM grant_scoped_credit($1, $2, $9, $10, $3, $4, $5, $6, $7, $8)";
    private static final String END = "SELECT o_status, o_amount, o_balance"
            + " FROM void_grant($1, $2, $3, $4, $5 * interval '1 millisecond', $6, $7)";
    private static final String WALK = "SELECT walk_all_lots($1, $2)";
    private static final String SWEEP = "SELECT o_account, o_payer, o_kind, o_entry, o_amount, o_balance"
            + " FROM end_lots($1, $2, $3 * interval '1 millisecond')";
    private static final String COLUMNS =
            "SELECT g.id, coalesce(s.owner, g.account_id) AS account_id, s.models, g.amount, g.priority,"
                    + " g.effective_at, g.expires_at, g.voided_at, g.reason, g.operator, g.created_at,"
                    + " g.seq IS NOT NULL AS credited, g.rest, g.lost"
                    + " FROM grant_lot g LEFT JOIN scoped_credit s ON s.account_id = g.account_id"
                    + " WHERE g.account_id = ANY ((SELECT accounts_of($1))::bigint[])";
    private static final String LIST = COLUMNS + " AND ($2::uuid IS NULL OR g.id < $2) ORDER BY g.id DESC LIMIT $3";
    private static final String FIND = COLUMNS + " AND g.id = $2";

    private final Pool pool;
    private final Connections connections;
    private final OutboxRows outbox;
    private final Supplier<UUID> ids;
    private final BillingConfig config;

    PostgresGrants(Pool pool, Connections connections, OutboxRows outbox, Supplier<UUID> ids, BillingConfig config) {
        this.pool = pool;
        this.connections = connections;
        this.outbox = outbox;
        this.ids = ids;
        this.config = config;
    }

    @Override
    public Uni<LotChange> grant(NewLot lot) {
        var parameters = Tuple.tuple()
                .addUUID(lot.id())
                .addLong(lot.account().value())
                .addLong(lot.amount().value())
                .addShort((short) lot.priority())
                .addValue(lot.effectiveAt().map(PostgresGrants::utc).orElse(null))
                .addValue(lot.expiresAt().map(PostgresGrants::utc).orElse(null))
                .addString(lot.operator())
                .addString(lot.reason());
        return connections
                .query(lot.models().isEmpty() ? GRANT : GRANT_SCOPED, scoped(parameters, lot.models()))
                .map(rows -> granted(lot, rows.iterator().next()));
    }

    private Tuple scoped(Tuple parameters, List<String> models) {
        return models.isEmpty()
                ? parameters
                : parameters
                        .addArrayOfString(models.toArray(String[]::new))
                        .addInteger(config.payments().scopesMax());
    }

    @Override
    public Uni<LotChange> end(Ending ending) {
        var parameters = Tuple.tuple()
                .addUUID(ending.lot())
                .addLong(ending.account().value())
                .addUUID(ending.entry())
                .addInteger(config.payments().lotWalkRows())
                .addLong(config.payments().lotRetry().toMillis())
                .addString(ending.operator())
                .addString(ending.reason());
        return connections
                .query(END, parameters)
                .map(rows -> ended(rows.iterator().next()));
    }

    @Override
    public Uni<Boolean> walk(AccountId account) {
        return connections
                .query(WALK, Tuple.of(account.value(), config.payments().lotWalkRows()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    @Override
    public Uni<List<Lot>> lots(AccountId account, Optional<UUID> below, int limit) {
        return connections
                .query(LIST, Tuple.of(account.value(), below.orElse(null), limit))
                .map(rows -> stream(rows).map(PostgresGrants::lot).toList());
    }

    @Override
    public Uni<Optional<Lot>> lot(AccountId account, UUID id) {
        return connections
                .query(FIND, Tuple.of(account.value(), id))
                .map(rows -> stream(rows).findFirst().map(PostgresGrants::lot));
    }

    @Override
    public Uni<Swept> sweep() {
        return pool.withTransaction(this::sweep)
                .ifNoItem()
                .after(timeout())
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout(), null))
                .onFailure()
                .transform(SqlFailures::ofStore);
    }

    private Uni<Swept> sweep(SqlConnection connection) {
        int batch = config.payments().lotSweepBatch();
        var entries = Stream.generate(ids).limit(batch).toArray(UUID[]::new);
        var parameters = Tuple.tuple()
                .addArrayOfUUID(entries)
                .addInteger(config.payments().lotWalkRows())
                .addLong(config.payments().lotRetry().toMillis());
        return connection
                .preparedQuery(SWEEP)
                .execute(parameters)
                .map(rows -> new Swept(movements(rows), rows.size() == batch))
                .call(swept -> outbox.append(connection, events(swept)));
    }

    private Duration timeout() {
        return config.statementTimeout();
    }

    private static List<Event> events(Swept swept) {
        return swept.movements().stream().<Event>map(LotMovement::event).toList();
    }

    private static List<LotMovement> movements(RowSet<Row> rows) {
        return stream(rows)
                .filter(row -> row.getShort("o_kind") != 0)
                .map(row -> new LotMovement(
                        row.getUUID("o_entry"),
                        new AccountId(row.getLong("o_account")),
                        new Payer(row.getString("o_payer")),
                        new Nanos(row.getLong("o_amount")),
                        new Nanos(row.getLong("o_balance"))))
                .toList();
    }

    private static LotChange granted(NewLot lot, Row row) {
        int status = row.getShort("o_status");
        return switch (status) {
            case 0, 1 -> new LotChange.Moved(lot.amount(), new Nanos(row.getLong("o_balance")));
            case 2 -> new LotChange.Noted();
            case 4 -> new LotChange.Refused(LotChange.Reason.UNKNOWN_ACCOUNT);
            case 5 -> new LotChange.Refused(LotChange.Reason.BALANCE_OUT_OF_RANGE);
            case 6 -> new LotChange.Refused(LotChange.Reason.ACCOUNT_CLOSED);
            case 14 -> new LotChange.Refused(LotChange.Reason.TOO_MANY_SCOPES);
            default -> throw new IllegalStateException("grant_credit answered with unknown status " + status);
        };
    }

    private static LotChange ended(Row row) {
        int status = row.getShort("o_status");
        long amount = row.getLong("o_amount");
        return switch (status) {
            case 0 ->
                amount == 0
                        ? new LotChange.Noted()
                        : new LotChange.Moved(new Nanos(-amount), new Nanos(row.getLong("o_balance")));
            case 1 -> new LotChange.Refused(LotChange.Reason.VOID_BEFORE);
            case 7 -> new LotChange.Refused(LotChange.Reason.UNKNOWN_LOT);
            case 13 -> throw new StoreUnavailableException("the account's lots are behind its ledger", null);
            default -> throw new IllegalStateException("void_grant answered with unknown status " + status);
        };
    }

    private static Lot lot(Row row) {
        return new Lot(
                row.getUUID("id"),
                new AccountId(row.getLong("account_id")),
                new Nanos(row.getLong("amount")),
                Optional.ofNullable(row.getArrayOfStrings("models"))
                        .map(List::of)
                        .orElse(List.of()),
                row.getShort("priority"),
                instant(row, "effective_at").orElseThrow(),
                instant(row, "expires_at"),
                instant(row, "voided_at"),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("operator")),
                instant(row, "created_at").orElseThrow(),
                row.getBoolean("credited"),
                new Nanos(row.getLong("rest")),
                new Nanos(row.getLong("lost")));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static Object utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
