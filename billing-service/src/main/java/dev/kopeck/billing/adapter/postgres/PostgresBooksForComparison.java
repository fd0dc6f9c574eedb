package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.BooksForComparison;
import dev.kopeck.billing.domain.trust.OwnPayment;
import dev.kopeck.billing.domain.trust.OwnUsage;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Payments and usage as the books have them. */
@ApplicationScoped
class PostgresBooksForComparison implements BooksForComparison {

    /** Where there is no such table a statement that names it cannot even be prepared. */
    private static final String HAS_PAYMENTS = "SELECT to_regclass('payment') IS NOT NULL AS there";

    private static final String PAYMENTS = """
            SELECT p.payment_id, p.account_id, p.amount, p.entry_id, p.created_at,
                   EXISTS (SELECT 1 FROM ledger l WHERE l.ref = p.entry_id AND l.kind = 5) AS refunded
              FROM payment p
             WHERE p.provider = $1 AND (p.payment_id = ANY ($2) OR (p.created_at >= $3 AND p.created_at < $4))""";
    private static final String USAGE = """
            SELECT (l.created_at AT TIME ZONE 'UTC')::date AS day, p.model,
                   coalesce(sum(l.input_tokens), 0)::bigint AS input, coalesce(sum(l.output_tokens), 0)::bigint AS output,
                   sum(l.amount)::bigint AS charged
              FROM ledger l JOIN price p ON p.version = l.price_version
             WHERE l.kind IN (1, 2, 9) AND l.created_at >= $1 AND l.created_at < $2
             GROUP BY 1, 2""";

    private final Connections connections;
    private final LongStatements longStatements;

    PostgresBooksForComparison(Connections connections, LongStatements longStatements) {
        this.connections = connections;
        this.longStatements = longStatements;
    }

    @Override
    public Uni<Optional<List<OwnPayment>>> payments(String provider, List<String> ids, Instant from, Instant to) {
        return connections
                .query(HAS_PAYMENTS, Tuple.tuple())
                .chain(rows -> rows.iterator().next().getBoolean("there")
                        ? known(provider, ids, from, to).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<List<OwnPayment>> known(String provider, List<String> ids, Instant from, Instant to) {
        var parameters = Tuple.tuple()
                .addString(provider)
                .addArrayOfString(ids.toArray(String[]::new))
                .addOffsetDateTime(from.atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(to.atOffset(ZoneOffset.UTC));
        return connections
                .query(PAYMENTS, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresBooksForComparison::payment)
                        .toList());
    }

    @Override
    public Uni<List<OwnUsage>> usage(Instant from, Instant to) {
        return longStatements
                .query(USAGE, Tuple.of(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresBooksForComparison::usage)
                        .toList());
    }

    private static OwnPayment payment(Row row) {
        return new OwnPayment(
                row.getString("payment_id"),
                new AccountId(row.getLong("account_id")),
                new Nanos(row.getLong("amount")),
                row.getUUID("entry_id"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getBoolean("refunded"));
    }

    private static OwnUsage usage(Row row) {
        return new OwnUsage(
                row.getLocalDate("day"),
                row.getString("model"),
                row.getLong("input"),
                row.getLong("output"),
                new Nanos(row.getLong("charged")));
    }
}
