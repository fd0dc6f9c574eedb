package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Codes;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.CodeBatch;
import dev.kopeck.billing.domain.RedeemCode;
import dev.kopeck.billing.domain.Redemption;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Tables code_batch, redeem_code and code_try. */
@ApplicationScoped
class PostgresCodes implements Codes {

    static final String REDEEM = "SELECT o_status, o_id, o_batch, o_amount, o_balance FROM redeem_code($1, $2, $3, $4)";
    /** Never more than one above the limit, so that it cannot overflow; and no row for an account that is not there. */
    private static final String TRY = """
            INSERT INTO code_try AS t (account_id, since, tries)
              SELECT a.id, clock_timestamp(), 1 FROM account a
               WHERE a.id = $1 AND a.kind = 1 AND a.owner IS NULL
            ON CONFLICT (account_id) DO UPDATE
               SET tries = CASE WHEN t.since < clock_timestamp() - $3 * interval '1 millisecond' THEN 1
                                ELSE least(t.tries, $2) + 1 END,
                   since = CASE WHEN t.since < clock_timestamp() - $3 * interval '1 millisecond' THEN clock_timestamp()
                                ELSE t.since END
            RETURNING tries <= $2 AS admitted,
                      ceil(extract(epoch FROM since - clock_timestamp()) + $3 / 1000.0)::bigint AS wait_seconds""";

    private static final String FORGIVE = "UPDATE code_try SET tries = greatest(tries - 1, 0) WHERE account_id = $1";
    private static final String ADD_BATCH =
            "INSERT INTO code_batch (id, count, amount, expires_at, note, operator) VALUES ($1, $2, $3, $4, $5, $6)"
                    + " RETURNING created_at";
    private static final String ADD_CODES =
            "INSERT INTO redeem_code (hash, batch_id) SELECT h.hash, $2 FROM unnest($1::bytea[]) AS h (hash)";
    private static final String COLUMNS =
            "id, count, amount, expires_at, note, operator, created_at, voided_at, (SELECT count(*) FROM redeem_code r"
                    + " WHERE r.batch_id = b.id AND r.entry_id IS NOT NULL)::int AS redeemed FROM code_batch b";
    private static final String LIST =
            "SELECT " + COLUMNS + " WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2";
    private static final String FIND = "SELECT " + COLUMNS + " WHERE id = $1";
    private static final String VOID =
            "UPDATE code_batch SET voided_at = clock_timestamp() WHERE id = $1 AND voided_at IS NULL";

    private final Connections connections;
    private final int tries;
    private final Duration window;

    PostgresCodes(Connections connections, BillingConfig config) {
        this.connections = connections;
        this.tries = config.payments().codeTries();
        this.window = config.payments().codeTriesWindow();
    }

    @Override
    public Uni<Instant> add(CodeBatch batch, List<RedeemCode> codes) {
        var hashes = codes.stream().map(code -> Buffer.buffer(code.hash())).toArray(Buffer[]::new);
        var parameters = Tuple.tuple()
                .addUUID(batch.id())
                .addInteger(batch.count())
                .addLong(batch.amount().value())
                .addValue(batch.expiresAt().map(PostgresCodes::utc).orElse(null))
                .addString(batch.note())
                .addString(batch.operator());
        return connections
                .query(ADD_BATCH, parameters)
                .call(() -> connections.query(
                        ADD_CODES, Tuple.tuple().addValue(hashes).addUUID(batch.id())))
                .map(rows -> instant(rows.iterator().next(), "created_at").orElseThrow());
    }

    @Override
    public Uni<List<CodeBatch>> batches(Optional<UUID> below, int limit) {
        return connections.query(LIST, Tuple.of(below.orElse(null), limit)).map(PostgresCodes::batches);
    }

    @Override
    public Uni<Optional<CodeBatch>> batch(UUID id) {
        return connections
                .query(FIND, Tuple.of(id))
                .map(rows -> batches(rows).stream().findFirst());
    }

    @Override
    public Uni<Boolean> voidBatch(UUID id) {
        return connections.query(VOID, Tuple.of(id)).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Optional<Duration>> admit(AccountId account) {
        return connections
                .query(TRY, Tuple.of(account.value(), tries, window.toMillis()))
                .map(PostgresCodes::waitingTime);
    }

    @Override
    public Uni<Void> forgive(AccountId account) {
        return connections.query(FORGIVE, Tuple.of(account.value())).replaceWithVoid();
    }

    @Override
    public Uni<Redemption> redeem(RedeemCode code, UUID entry, AccountId account, String operator) {
        return connections
                .query(REDEEM, Tuple.of(Buffer.buffer(code.hash()), entry, account.value(), operator))
                .map(rows -> redemption(rows.iterator().next()));
    }

    /** The account that is not there is refused for that, later. */
    private static Optional<Duration> waitingTime(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> !row.getBoolean("admitted"))
                .map(row -> Duration.ofSeconds(Math.max(row.getLong("wait_seconds"), 1)))
                .findFirst();
    }

    private static Redemption redemption(Row row) {
        int status = row.getShort("o_status");
        return switch (status) {
            case 0 ->
                new Redemption.Redeemed(
                        row.getUUID("o_id"),
                        row.getUUID("o_batch"),
                        new Nanos(row.getLong("o_amount")),
                        new Nanos(row.getLong("o_balance")));
            case 4 -> new Redemption.Refused(Redemption.Reason.UNKNOWN_ACCOUNT);
            case 5 -> new Redemption.Refused(Redemption.Reason.BALANCE_OUT_OF_RANGE);
            case 6 -> new Redemption.Refused(Redemption.Reason.ACCOUNT_CLOSED);
            case 7 -> new Redemption.Refused(Redemption.Reason.UNKNOWN_CODE);
            case 20 -> new Redemption.Refused(Redemption.Reason.REDEEMED_BEFORE);
            case 21 -> new Redemption.Refused(Redemption.Reason.EXPIRED);
            case 22 -> new Redemption.Refused(Redemption.Reason.VOID);
            default -> throw new IllegalStateException("redeem_code answered with unknown status " + status);
        };
    }

    private static List<CodeBatch> batches(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PostgresCodes::batch)
                .toList();
    }

    private static CodeBatch batch(Row row) {
        return new CodeBatch(
                row.getUUID("id"),
                row.getInteger("count"),
                new Nanos(row.getLong("amount")),
                instant(row, "expires_at"),
                row.getString("note"),
                row.getString("operator"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "voided_at"),
                row.getInteger("redeemed"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static Object utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
