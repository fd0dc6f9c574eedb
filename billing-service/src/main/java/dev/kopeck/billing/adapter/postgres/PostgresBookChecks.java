package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.BookChecks;
import dev.kopeck.billing.domain.trust.EntryRange;
import dev.kopeck.billing.domain.trust.Findings;
import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Violation;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Calls the functions of V14__trust.sql; each of them reads one snapshot. */
@ApplicationScoped
class PostgresBookChecks implements BookChecks {

    private static final String WATERMARK = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS watermark";
    private static final String LAST_WATERMARK = "SELECT coalesce(watermark::text, '0') AS watermark FROM check_cursor";
    private static final String LOOKED_AT = "UPDATE check_cursor SET watermark = $1::text::xid8";
    private static final String CHANGED = "SELECT * FROM accounts_to_check($1, $2, $3::text::xid8)";
    private static final String ALL = "SELECT * FROM accounts_to_check($1, $2, NULL)";
    private static final String SAMPLE = """
            WITH chosen AS MATERIALIZED (
              SELECT a.id, a.seq FROM account a, check_cursor c
               WHERE a.kind = 1 AND a.id > c.sample_after ORDER BY a.id LIMIT $1),
            moved AS (UPDATE check_cursor SET sample_after = coalesce((SELECT max(id) FROM chosen), 0))
            SELECT id, greatest(seq - $2, 0) AS after, seq FROM chosen""";
    private static final String CHECK = "SELECT * FROM check_accounts($1, $2, $3)";
    private static final String CHECK_ON = """
            WITH checked AS MATERIALIZED (SELECT * FROM check_accounts($1, $2, $3)),
            remembered AS (
              INSERT INTO account_check AS k (account_id, seq)
                SELECT c.o_account, c.o_seq FROM checked c
                 WHERE c.o_invariant = 0
                   AND NOT EXISTS (SELECT 1 FROM checked v WHERE v.o_account = c.o_account AND v.o_invariant <> 0)
              ON CONFLICT (account_id) DO UPDATE SET seq = excluded.seq, checked_at = excluded.checked_at
               WHERE k.seq <> excluded.seq)
            SELECT * FROM checked""";
    private static final String OVERDUE = "SELECT * FROM check_overdue($1, $2)";
    private static final String TOTALS = "SELECT * FROM check_totals()";

    private final Connections connections;
    private final LongStatements longStatements;

    PostgresBookChecks(Connections connections, LongStatements longStatements) {
        this.connections = connections;
        this.longStatements = longStatements;
    }

    @Override
    public Uni<String> watermark() {
        return connections
                .query(WATERMARK, Tuple.tuple())
                .map(rows -> rows.iterator().next().getString("watermark"));
    }

    @Override
    public Uni<String> lastWatermark() {
        return connections
                .query(LAST_WATERMARK, Tuple.tuple())
                .map(rows -> rows.iterator().next().getString("watermark"));
    }

    @Override
    public Uni<Void> lookedAt(String watermark) {
        return connections.query(LOOKED_AT, Tuple.of(watermark)).replaceWithVoid();
    }

    @Override
    public Uni<Page> changed(long after, int scan, String since) {
        return connections.query(CHANGED, Tuple.of(after, scan, since)).map(PostgresBookChecks::page);
    }

    @Override
    public Uni<Page> all(long after, int limit) {
        return connections.query(ALL, Tuple.of(after, limit)).map(PostgresBookChecks::page);
    }

    @Override
    public Uni<List<EntryRange>> sample(int accounts, long entries) {
        return connections
                .query(SAMPLE, Tuple.of(accounts, entries))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new EntryRange(row.getLong("id"), row.getLong("after"), row.getLong("seq")))
                        .toList());
    }

    @Override
    public Uni<Findings> check(List<EntryRange> ranges, long entriesMax) {
        return connections.query(CHECK, parameters(ranges, entriesMax)).map(rows -> findings(ranges, rows));
    }

    @Override
    public Uni<Findings> checkOn(List<EntryRange> ranges, long entriesMax) {
        return connections.query(CHECK_ON, parameters(ranges, entriesMax)).map(rows -> findings(ranges, rows));
    }

    @Override
    public Uni<List<Violation>> overdue(Duration grace, int limit) {
        return connections
                .query(OVERDUE, Tuple.of(grace.toMillis(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Violation(
                                Invariant.OVERDUE,
                                Optional.of(new AccountId(row.getLong("o_account"))),
                                row.getString("o_subject"),
                                Optional.empty(),
                                Optional.empty(),
                                row.getLong("o_count")))
                        .toList());
    }

    @Override
    public Uni<Map<String, BigDecimal>> totals() {
        return longStatements.query(TOTALS, Tuple.tuple()).map(rows -> {
            var totals = new HashMap<String, BigDecimal>();
            rows.forEach(row -> totals.put(row.getString("o_currency"), row.getBigDecimal("o_sum")));
            return totals;
        });
    }

    private static Tuple parameters(List<EntryRange> ranges, long entriesMax) {
        return Tuple.tuple()
                .addArrayOfLong(ranges.stream().map(EntryRange::account).toArray(Long[]::new))
                .addArrayOfLong(ranges.stream().map(EntryRange::after).toArray(Long[]::new))
                .addLong(entriesMax);
    }

    private static Page page(RowSet<Row> rows) {
        var row = rows.iterator().next();
        var last = row.getLong("o_last");
        var accounts = row.getArrayOfLongs("o_account");
        var after = row.getArrayOfLongs("o_from");
        var seq = row.getArrayOfLongs("o_seq");
        var ranges = IntStream.range(0, accounts.length)
                .mapToObj(i -> new EntryRange(accounts[i], after[i], seq[i]))
                .toList();
        return new Page(last == null ? OptionalLong.empty() : OptionalLong.of(last), ranges);
    }

    private static Findings findings(List<EntryRange> ranges, RowSet<Row> rows) {
        long accounts = 0;
        long entries = 0;
        var violations = new ArrayList<Violation>();
        var unfinished = new ArrayList<EntryRange>();
        Map<Long, EntryRange> asked = new HashMap<>();
        ranges.forEach(range -> asked.put(range.account(), range));
        for (var row : rows) {
            if (row.getShort("o_invariant") != 0) {
                violations.add(violation(row));
                continue;
            }
            entries += row.getLong("o_count");
            if (row.getBoolean("o_done")) {
                accounts++;
            } else {
                long upTo = Objects.requireNonNull(asked.get(row.getLong("o_account")))
                        .upTo();
                unfinished.add(new EntryRange(row.getLong("o_account"), row.getLong("o_seq"), upTo));
            }
        }
        return new Findings(accounts, entries, violations, unfinished);
    }

    private static Violation violation(Row row) {
        return new Violation(
                Invariant.ofNumber(row.getShort("o_invariant")),
                Optional.of(new AccountId(row.getLong("o_account"))),
                row.getString("o_subject"),
                Optional.ofNullable(row.getBigDecimal("o_expected")),
                Optional.ofNullable(row.getBigDecimal("o_found")),
                row.getLong("o_count"));
    }
}
