package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.HoldDesk;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.OpenHold;
import dev.kopeck.billing.domain.PromptMoney;
import dev.kopeck.billing.domain.Settlement;
import dev.kopeck.billing.domain.SettlementRequest;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Holds one by one, and what became of them. */
@ApplicationScoped
class PostgresHoldDesk implements HoldDesk {

    private static final String HOLD = """
            SELECT h.id, coalesce(a.owner, h.account_id) AS account_id,
                   CASE WHEN a.owner IS NOT NULL THEN h.account_id END AS scoped_credit, h.payer, h.channel,
                   p.model, h.price_version, h.amount, h.created_at, h.expires_at, h.key_id,
                   extract(epoch FROM clock_timestamp() - h.created_at)::bigint AS age_seconds,
                   h.expires_at < clock_timestamp() AS overdue
              FROM hold h JOIN price p ON p.version = h.price_version JOIN account a ON a.id = h.account_id""";
    private static final String OPEN = HOLD + "\n" + """
             WHERE (h.expires_at, h.id) > ($1, $2)
               AND ($3::bigint IS NULL OR h.account_id = ANY ((SELECT accounts_of($3))::bigint[]))
               AND ($4::text IS NULL OR p.model = $4)
               AND h.created_at <= clock_timestamp() - $5 * interval '1 second'
             ORDER BY h.expires_at, h.id LIMIT $6""";
    private static final String FIND = HOLD + " WHERE h.id = $1";
    private static final String ENTRIES = "SELECT " + EntryRows.COLUMNS + """
            , coalesce(u.amount, 0) AS uncollected, coalesce(a.owner, l.customer_account) AS account_id
             FROM ledger l LEFT JOIN price p ON p.version = l.price_version LEFT JOIN uncollected u ON u.id = l.id
             LEFT JOIN account a ON a.id = l.customer_account
             WHERE l.id = ANY ($1)""";
    private static final String REFUSAL = "SELECT reason, needed, available, created_at FROM reject WHERE id = $1";
    private static final String RELEASE = """
            SELECT who, coalesce(after ->> 'reason', '') AS reason FROM audit
             WHERE subject = $1 AND action = 'hold.release' ORDER BY id DESC LIMIT 1""";
    private static final UUID LEAST = new UUID(0, 0);

    private final Connections connections;
    private final OutboxRows outbox;

    PostgresHoldDesk(Connections connections, OutboxRows outbox) {
        this.connections = connections;
        this.outbox = outbox;
    }

    @Override
    public Uni<List<OpenHold>> open(Filter filter, Optional<Place> after, int limit) {
        var parameters = Tuple.tuple()
                .addOffsetDateTime(
                        after.map(Place::expiresAt).orElse(Instant.EPOCH).atOffset(ZoneOffset.UTC))
                .addUUID(after.map(place -> place.prompt().value()).orElse(LEAST))
                .addLong(filter.account().map(AccountId::value).orElse(null))
                .addString(filter.model().orElse(null))
                .addDouble((double) filter.minAge().toSeconds())
                .addInteger(limit);
        return connections
                .query(OPEN, parameters)
                .map(rows -> stream(rows).map(PostgresHoldDesk::hold).toList());
    }

    @Override
    public Uni<Optional<PromptMoney>> find(PromptId prompt) {
        return connections
                .query(FIND, Tuple.of(prompt.value()))
                .chain(rows -> stream(rows)
                        .findFirst()
                        .map(row -> Uni.createFrom().item(Optional.<PromptMoney>of(new PromptMoney.Held(hold(row)))))
                        .orElseGet(() -> ended(prompt)));
    }

    @Override
    public Uni<Settlement> release(OpenHold hold) {
        var request = List.of(new SettlementRequest(nothing(hold), false, Nanos.ZERO));
        return connections
                .query(SettleStatement.SQL, SettleStatement.parameters(request))
                .map(rows -> SettleStatement.settlements(request, rows).getFirst());
    }

    @Override
    public Uni<Void> tell(ChargeSettled event) {
        return connections.with(connection -> outbox.append(connection, List.of(event)));
    }

    private Uni<Optional<PromptMoney>> ended(PromptId prompt) {
        var ids = new UUID[] {prompt.value(), prompt.related("late")};
        return connections.query(ENTRIES, Tuple.tuple().addArrayOfUUID(ids)).chain(rows -> {
            var own =
                    stream(rows).filter(row -> row.getUUID("id").equals(ids[0])).findFirst();
            var late = stream(rows)
                    .filter(row -> row.getUUID("id").equals(ids[1]))
                    .findFirst()
                    .map(PostgresHoldDesk::late);
            return own.map(row -> ended(prompt, row, late)).orElseGet(() -> refused(prompt));
        });
    }

    private Uni<Optional<PromptMoney>> ended(PromptId prompt, Row row, Optional<PromptMoney.Late> late) {
        BookEntry entry = EntryRows.entry(row);
        var account = new AccountId(row.getLong("account_id"));
        var uncollected = new Nanos(row.getLong("uncollected"));
        return connections.query(RELEASE, Tuple.of("hold:" + prompt)).map(releases -> {
            var release = stream(releases)
                    .findFirst()
                    .map(found -> new PromptMoney.Release(found.getString("who"), found.getString("reason")));
            return Optional.of(new PromptMoney.Ended(prompt, account, entry, uncollected, release, late));
        });
    }

    private Uni<Optional<PromptMoney>> refused(PromptId prompt) {
        return connections
                .query(REFUSAL, Tuple.of(prompt.value()))
                .map(rows -> stream(rows)
                        .findFirst()
                        .map(row -> new PromptMoney.Refused(
                                prompt,
                                ReserveStatement.reason(row.getShort("reason")),
                                new Nanos(row.getLong("needed")),
                                new Nanos(row.getLong("available")),
                                row.getOffsetDateTime("created_at").toInstant())));
    }

    private static PromptMoney.Late late(Row row) {
        return new PromptMoney.Late(EntryRows.entry(row), new Nanos(row.getLong("uncollected")));
    }

    /** To the books a release is a completion that delivered nothing. */
    private static CompletionFinished nothing(OpenHold hold) {
        return new CompletionFinished(
                hold.promptId(),
                hold.payer(),
                hold.channel(),
                hold.account(),
                hold.model(),
                hold.priceVersion(),
                Outcome.CANCELLED,
                Usage.NONE,
                false,
                1,
                CompletionFinished.Timings.NONE);
    }

    private static OpenHold hold(Row row) {
        return new OpenHold(
                new PromptId(row.getUUID("id")),
                new AccountId(row.getLong("account_id")),
                Optional.ofNullable(row.getLong("scoped_credit")).map(AccountId::new),
                new Payer(row.getString("payer")),
                ChannelCodes.channel(row.getShort("channel")),
                row.getString("model"),
                row.getInteger("price_version"),
                new Nanos(row.getLong("amount")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                Duration.ofSeconds(Math.max(0, row.getLong("age_seconds"))),
                row.getBoolean("overdue"),
                Optional.ofNullable(row.getUUID("key_id")));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
