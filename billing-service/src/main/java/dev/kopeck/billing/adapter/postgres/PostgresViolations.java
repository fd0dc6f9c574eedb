package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.Violations;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Violation;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of table violation. */
@ApplicationScoped
class PostgresViolations implements Violations {

    /** Only a row that was updated has an xmax. */
    private static final String RECORD = """
            INSERT INTO violation AS v (invariant, account_id, subject, expected, found, count)
              SELECT i.invariant, i.account, i.subject, i.expected, i.found, i.count
                FROM unnest($1::smallint[], $2::bigint[], $3::text[], $4::text[]::numeric[], $5::text[]::numeric[],
                            $6::bigint[]) WITH ORDINALITY AS i (invariant, account, subject, expected, found, count, ord)
               ORDER BY i.ord
            ON CONFLICT (invariant, account_id, subject) DO UPDATE
              SET expected = excluded.expected, found = excluded.found, count = excluded.count,
                  last_seen = excluded.last_seen
            RETURNING (v.xmax = 0) AS fresh""";

    private static final String FORGET_ALL =
            "DELETE FROM violation WHERE invariant = $1 AND (account_id, subject) NOT IN"
                    + " (SELECT * FROM unnest($2::bigint[], $3::text[]))";
    private static final String FORGET = FORGET_ALL + " AND account_id = 0 AND subject = ANY ($4)";
    private static final String CLEAR = "DELETE FROM violation WHERE account_id = $1 AND invariant <> 9";
    private static final String CLEAR_NOT_SEEN =
            "DELETE FROM violation v USING proof p WHERE p.id = $1 AND v.last_seen < p.started"
                    + " AND v.account_id <> 0 AND v.invariant NOT IN (9, 12)";
    private static final String COUNT = "SELECT invariant, count(*) AS open FROM violation GROUP BY invariant";
    private static final String OLDEST = """
            SELECT * FROM (
              SELECT v.*, row_number() OVER (PARTITION BY invariant ORDER BY first_seen, account_id, subject) AS nth
                FROM violation v) x
             WHERE nth <= $1 ORDER BY invariant, nth""";

    private final Connections connections;

    PostgresViolations(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<List<Violation>> record(List<Violation> violations) {
        if (violations.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connections.query(RECORD, parameters(violations)).map(rows -> fresh(violations, rows));
    }

    @Override
    public Uni<Void> replace(Invariant invariant, List<Violation> found) {
        return connections.inOne(() -> connections
                .query(FORGET_ALL, places(invariant, found))
                .chain(() -> record(found))
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> replace(Invariant invariant, List<String> subjects, List<Violation> found) {
        var parameters = places(invariant, found).addArrayOfString(subjects.toArray(String[]::new));
        return connections.inOne(() ->
                connections.query(FORGET, parameters).chain(() -> record(found)).replaceWithVoid());
    }

    @Override
    public Uni<Void> clear(AccountId account) {
        return connections.query(CLEAR, Tuple.of(account.value())).replaceWithVoid();
    }

    @Override
    public Uni<Void> clearNotSeenSince(UUID proof) {
        return connections.query(CLEAR_NOT_SEEN, Tuple.of(proof)).replaceWithVoid();
    }

    @Override
    public Uni<Map<Invariant, Long>> count() {
        return connections.query(COUNT, Tuple.tuple()).map(rows -> {
            Map<Invariant, Long> open = new EnumMap<>(Invariant.class);
            rows.forEach(row -> open.put(Invariant.ofNumber(row.getShort("invariant")), row.getLong("open")));
            return open;
        });
    }

    @Override
    public Uni<List<Seen>> oldest(int ofEach) {
        return connections
                .query(OLDEST, Tuple.of(ofEach))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresViolations::seen)
                        .toList());
    }

    static Seen seen(Row row) {
        long account = row.getLong("account_id");
        return new Seen(
                new Violation(
                        Invariant.ofNumber(row.getShort("invariant")),
                        account == 0 ? Optional.empty() : Optional.of(new AccountId(account)),
                        row.getString("subject"),
                        Optional.ofNullable(row.getBigDecimal("expected")),
                        Optional.ofNullable(row.getBigDecimal("found")),
                        row.getLong("count")),
                row.getOffsetDateTime("first_seen").toInstant(),
                row.getOffsetDateTime("last_seen").toInstant());
    }

    private static Tuple parameters(List<Violation> violations) {
        return Tuple.tuple()
                .addArrayOfShort(violations.stream()
                        .map(violation -> (short) violation.invariant().number())
                        .toArray(Short[]::new))
                .addArrayOfLong(
                        violations.stream().map(PostgresViolations::account).toArray(Long[]::new))
                .addArrayOfString(violations.stream().map(Violation::subject).toArray(String[]::new))
                .addArrayOfString(violations.stream()
                        .map(violation -> text(violation.expected()))
                        .toArray(String[]::new))
                .addArrayOfString(violations.stream()
                        .map(violation -> text(violation.found()))
                        .toArray(String[]::new))
                .addArrayOfLong(violations.stream().map(Violation::count).toArray(Long[]::new));
    }

    private static Tuple places(Invariant invariant, List<Violation> found) {
        return Tuple.tuple()
                .addShort((short) invariant.number())
                .addArrayOfLong(found.stream().map(PostgresViolations::account).toArray(Long[]::new))
                .addArrayOfString(found.stream().map(Violation::subject).toArray(String[]::new));
    }

    private static @Nullable String text(Optional<BigDecimal> figure) {
        return figure.map(BigDecimal::toPlainString).orElse(null);
    }

    private static Long account(Violation violation) {
        return violation.account().map(AccountId::value).orElse(0L);
    }

    private static List<Violation> fresh(List<Violation> violations, RowSet<Row> rows) {
        var fresh = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getBoolean("fresh"))
                .toList();
        return IntStream.range(0, violations.size())
                .filter(fresh::get)
                .mapToObj(violations::get)
                .toList();
    }
}
