package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.SpendLimits;
import dev.kopeck.billing.domain.CalendarPeriod;
import dev.kopeck.billing.domain.LimitUse;
import dev.kopeck.billing.domain.SpendLimit;
import dev.kopeck.billing.domain.SpendLimitUse;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of spend_limit, and what the ledger says was spent since the current day and month began. */
@ApplicationScoped
class PostgresSpendLimits implements SpendLimits {

    private static final String LIMITS = "SELECT account_id, zone, daily, monthly, clock_timestamp() AS now"
            + " FROM spend_limit WHERE account_id = ANY ($1)";
    /** What is spent and what is held come from one snapshot: a prompt that is being settled counts once. */
    private static final String USED = """
            SELECT a.id, a.held, a.spent - spent_before(a.id, u.day_from) AS day_spent,
                   a.spent - spent_before(a.id, u.month_from) AS month_spent
              FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) AS u (id, day_from, month_from)
              JOIN account a ON a.id = u.id""";

    private static final String KNOWS = "SELECT count(*) FROM pg_timezone_names WHERE name = $1";
    /** The cached sums belong to the old limits' zone; without them the next reservation reads the ledger anew. */
    private static final String SET = """
            INSERT INTO spend_limit (account_id, zone, daily, monthly) VALUES ($1, $2, $3, $4)
            ON CONFLICT (account_id) DO UPDATE SET zone = excluded.zone, daily = excluded.daily,
              monthly = excluded.monthly, day_from = NULL, day_until = NULL, day_base = NULL,
              month_from = NULL, month_until = NULL, month_base = NULL""";

    private static final String REMOVE = "DELETE FROM spend_limit WHERE account_id = $1";

    private final Connections connections;

    PostgresSpendLimits(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Map<AccountId, SpendLimitUse>> inUse(Collection<AccountId> accounts) {
        if (accounts.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        var wanted = accounts.stream().map(AccountId::value).toArray(Long[]::new);
        return connections
                .query(LIMITS, Tuple.tuple().addArrayOfLong(wanted))
                .map(PostgresSpendLimits::limits)
                .chain(this::used);
    }

    @Override
    public Uni<Boolean> knows(ZoneId zone) {
        return connections
                .query(KNOWS, Tuple.of(zone.getId()))
                .map(rows -> rows.iterator().next().getLong(0) > 0);
    }

    @Override
    public Uni<Void> set(AccountId account, SpendLimit limit) {
        var row = Tuple.of(
                account.value(),
                limit.zone().getId(),
                limit.daily().map(Nanos::value).orElse(null),
                limit.monthly().map(Nanos::value).orElse(null));
        return connections.query(SET, row).replaceWithVoid();
    }

    @Override
    public Uni<Void> remove(AccountId account) {
        return connections.query(REMOVE, Tuple.of(account.value())).replaceWithVoid();
    }

    private Uni<Map<AccountId, SpendLimitUse>> used(List<Limited> limits) {
        if (limits.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        var byId = limits.stream().collect(Collectors.toMap(Limited::account, Function.identity()));
        var parameters = Tuple.tuple()
                .addArrayOfLong(limits.stream().map(Limited::account).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(column(limits, Limited::day))
                .addArrayOfOffsetDateTime(column(limits, Limited::month));
        return connections
                .query(USED, parameters)
                .map(rows -> stream(rows)
                        .map(row -> use(Objects.requireNonNull(byId.get(row.getLong("id"))), row))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static OffsetDateTime[] column(List<Limited> limits, Function<Limited, CalendarPeriod> period) {
        return limits.stream()
                .map(limited -> period.apply(limited).from().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    private static Map.Entry<AccountId, SpendLimitUse> use(Limited limited, Row row) {
        var limit = limited.limit();
        var held = new Nanos(row.getLong("held"));
        return Map.entry(
                new AccountId(limited.account()),
                new SpendLimitUse(
                        limit,
                        limit.daily()
                                .map(most ->
                                        new LimitUse(most, new Nanos(row.getLong("day_spent")), held, limited.day())),
                        limit.monthly()
                                .map(most -> new LimitUse(
                                        most, new Nanos(row.getLong("month_spent")), held, limited.month()))));
    }

    private static List<Limited> limits(RowSet<Row> rows) {
        return stream(rows).map(PostgresSpendLimits::limited).toList();
    }

    private static Limited limited(Row row) {
        var limit = new SpendLimit(
                ZoneId.of(row.getString("zone")), amount(row.getLong("daily")), amount(row.getLong("monthly")));
        return new Limited(
                row.getLong("account_id"), limit, row.getOffsetDateTime("now").toInstant());
    }

    private static Optional<Nanos> amount(@Nullable Long nanos) {
        return Optional.ofNullable(nanos).map(Nanos::new);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    /** An account's limits at a moment of the database's clock. */
    private record Limited(long account, SpendLimit limit, Instant now) {
        CalendarPeriod day() {
            return CalendarPeriod.day(limit.zone(), now);
        }

        CalendarPeriod month() {
            return CalendarPeriod.month(limit.zone(), now);
        }
    }
}
