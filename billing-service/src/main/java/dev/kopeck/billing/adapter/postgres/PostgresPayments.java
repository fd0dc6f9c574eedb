package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Payments;
import dev.kopeck.billing.application.StoreRefusedException;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.Payment;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;

/** Function credit_payments, whose events are committed with what they tell; and table payment. */
@ApplicationScoped
class PostgresPayments implements Payments {

    static final String CREDIT =
            "SELECT o_ord, o_status, o_id, o_balance FROM credit_payments($1, $2, $3, $4, $5, $6, $7, $8)";
    private static final String LIST = """
            SELECT p.provider, p.payment_id, p.account_id, p.payer, p.pack, p.amount, p.currency, p.entry_id, p.created_at,
                   coalesce((SELECT sum(l.amount) FROM ledger l WHERE l.ref = p.entry_id AND l.kind = 5), 0)::bigint
                     AS refunded
              FROM payment p
             WHERE ($1::text IS NULL OR p.provider = $1) AND ($2::bigint IS NULL OR p.account_id = $2)
               AND ($3::timestamptz IS NULL OR p.created_at >= $3) AND ($4::timestamptz IS NULL OR p.created_at < $4)
               AND ($5::uuid IS NULL OR p.entry_id < $5)
             ORDER BY p.entry_id DESC LIMIT $6""";

    private final Pool pool;
    private final Connections connections;
    private final OutboxRows outbox;
    private final Duration timeout;

    PostgresPayments(Pool pool, Connections connections, OutboxRows outbox, BillingConfig config) {
        this.pool = pool;
        this.connections = connections;
        this.outbox = outbox;
        this.timeout = config.statementTimeout();
    }

    @Override
    public Uni<List<Credited>> credit(List<Credit> credits) {
        if (credits.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return pool.withTransaction(connection -> credit(connection, credits))
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout, null))
                .onFailure()
                .transform(SqlFailures::ofStore);
    }

    @Override
    public Uni<List<Payment>> list(Filter filter, Optional<UUID> belowEntry, int limit) {
        var parameters = Tuple.tuple()
                .addString(filter.provider().orElse(null))
                .addLong(filter.account().map(AccountId::value).orElse(null))
                .addValue(filter.from().map(PostgresPayments::utc).orElse(null))
                .addValue(filter.until().map(PostgresPayments::utc).orElse(null))
                .addUUID(belowEntry.orElse(null))
                .addInteger(limit);
        return connections
                .query(LIST, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresPayments::payment)
                        .toList());
    }

    private Uni<List<Credited>> credit(SqlConnection connection, List<Credit> credits) {
        return connection
                .preparedQuery(CREDIT)
                .execute(parameters(credits))
                .call(rows -> outbox.append(connection, events(credits, rows)))
                .map(rows -> results(credits.size(), rows));
    }

    private static Tuple parameters(List<Credit> credits) {
        return Tuple.tuple()
                .addArrayOfString(column(credits, credit -> credit.payment().provider(), String[]::new))
                .addArrayOfString(column(credits, credit -> credit.payment().paymentId(), String[]::new))
                .addArrayOfUUID(column(credits, Credit::entry, UUID[]::new))
                .addArrayOfLong(column(credits, credit -> credit.account().value(), Long[]::new))
                .addArrayOfString(
                        column(credits, credit -> credit.payment().payer().value(), String[]::new))
                .addArrayOfString(column(credits, credit -> credit.payment().pack(), String[]::new))
                .addArrayOfLong(
                        column(credits, credit -> credit.payment().amount().value(), Long[]::new))
                .addArrayOfString(column(credits, credit -> credit.payment().currency(), String[]::new));
    }

    private static <C> C[] column(List<Credit> credits, Function<Credit, C> field, IntFunction<C[]> array) {
        return credits.stream().map(field).toArray(array);
    }

    private static List<Event> events(List<Credit> credits, RowSet<Row> rows) {
        var events = new ArrayList<Event>();
        for (var row : rows) {
            if (row.getShort("o_status") == 0) {
                var credit = credits.get(row.getInteger("o_ord") - 1);
                events.add(new AccountChanged(
                        row.getUUID("o_id"),
                        credit.payment().payer(),
                        credit.account(),
                        Change.CREDITED,
                        credit.payment().amount(),
                        new Nanos(row.getLong("o_balance")),
                        Books.CURRENCY));
            }
        }
        return events;
    }

    private static List<Credited> results(int size, RowSet<Row> rows) {
        var results = new Credited[size];
        rows.forEach(row -> results[row.getInteger("o_ord") - 1] = result(row.getShort("o_status")));
        return Arrays.asList(results);
    }

    private static Credited result(int status) {
        return switch (status) {
            case 0 -> Credited.NOW;
            case 1 -> Credited.BEFORE;
            case 4 -> Credited.UNKNOWN_ACCOUNT;
            case 5 -> Credited.BALANCE_OUT_OF_RANGE;
            case 6 -> Credited.ACCOUNT_CLOSED;
            case 9 -> Credited.OTHER_FACTS;
            case 10 -> Credited.REFERENCE_USED;
            // Sets the payment aside; as a mere bug it would count as a database that is away, and be retried for ever.
            default -> throw new StoreRefusedException("credit_payments answered with unknown status " + status, null);
        };
    }

    private static Payment payment(Row row) {
        return new Payment(
                row.getString("provider"),
                row.getString("payment_id"),
                new AccountId(row.getLong("account_id")),
                new Payer(row.getString("payer")),
                row.getString("pack"),
                new Nanos(row.getLong("amount")),
                row.getString("currency"),
                row.getUUID("entry_id"),
                new Nanos(row.getLong("refunded")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Object utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
