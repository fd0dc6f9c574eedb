package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.UsageReports;
import dev.kopeck.billing.domain.EntryKind;
import dev.kopeck.billing.domain.EstimatedCharge;
import dev.kopeck.billing.domain.MoneyDay;
import dev.kopeck.billing.domain.Period;
import dev.kopeck.billing.domain.Total;
import dev.kopeck.billing.domain.UncollectedUsage;
import dev.kopeck.billing.domain.UsageLine;
import dev.kopeck.billing.domain.UsageQuery;
import dev.kopeck.billing.domain.UsageQuery.Group;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rollup and what it does not have yet, added up by the database in one snapshot. */
@ApplicationScoped
class PostgresUsageReports implements UsageReports {

    static final String REPORT = "SELECT * FROM usage_report($1, $2, $3, $4, $5, $6, $7, $8)";

    private static final String KEY = "(coalesce(o_day, '-infinity'), coalesce(o_account, 0), coalesce(o_model, ''),"
            + " coalesce(o_channel, 0))";
    private static final String BY_KEY = REPORT
            + " WHERE $9 OR " + KEY + " > (coalesce($10::date, '-infinity'), $11::bigint, $12::text, $13::smallint)"
            + " ORDER BY " + KEY + " LIMIT $14";
    private static final String LARGEST = REPORT + " ORDER BY o_charged DESC, " + KEY + " LIMIT $9";
    private static final String MONEY = "SELECT * FROM money_report($1, $2, $3)";
    private static final String UNCOLLECTED = """
            SELECT u.id, u.account_id, u.amount, u.reason, u.created_at, coalesce(l.ref, u.id) AS prompt, p.model,
                   coalesce(l.estimated, false) AS estimated
              FROM uncollected u LEFT JOIN ledger l ON l.id = u.id LEFT JOIN price p ON p.version = l.price_version
             WHERE ($1::uuid IS NULL OR u.id < $1) AND u.created_at >= $2 AND u.created_at < $3
               AND ($4::bigint IS NULL OR u.account_id = $4) AND ($5::smallint IS NULL OR u.reason = $5)
             ORDER BY u.id DESC LIMIT $6""";
    private static final String ESTIMATED = "SELECT * FROM estimated_charges($1, $2, $3, $4, $5, $6)";

    private final Connections connections;

    PostgresUsageReports(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<List<UsageLine>> byKey(UsageQuery query, Optional<UsageLine.Key> after, int limit) {
        var parameters = parameters(query)
                .addBoolean(after.isEmpty())
                .addLocalDate(after.flatMap(UsageLine.Key::day).orElse(null))
                .addLong(after.flatMap(UsageLine.Key::account).orElse(0L))
                .addString(after.flatMap(UsageLine.Key::model).orElse(""))
                .addShort(after.flatMap(UsageLine.Key::channel)
                        .map(ChannelCodes::code)
                        .orElse((short) 0))
                .addInteger(limit);
        return connections.query(BY_KEY, parameters).map(PostgresUsageReports::lines);
    }

    @Override
    public Uni<List<UsageLine>> largest(UsageQuery query, int limit) {
        return connections.query(LARGEST, parameters(query).addInteger(limit)).map(PostgresUsageReports::lines);
    }

    @Override
    public Uni<List<MoneyDay>> money(Period period, ZoneId zone) {
        return connections
                .query(MONEY, parameters(period).addString(zone.getId()))
                .map(rows -> days(stream(rows)));
    }

    @Override
    public Uni<List<UncollectedUsage>> uncollected(UncollectedFilter filter, Optional<UUID> before, int limit) {
        var period = filter.period();
        var parameters = Tuple.tuple()
                .addUUID(before.orElse(null))
                .addOffsetDateTime(period.from().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(period.until().atOffset(ZoneOffset.UTC))
                .addLong(filter.account().map(AccountId::value).orElse(null))
                .addShort(filter.reason().map(reason -> (short) reason.code()).orElse(null))
                .addInteger(limit);
        return connections
                .query(UNCOLLECTED, parameters)
                .map(rows -> stream(rows).map(PostgresUsageReports::uncollected).toList());
    }

    @Override
    public Uni<List<EstimatedCharge>> estimated(
            Period period, Optional<AccountId> account, Optional<EstimatedCharge.Place> before, int limit) {
        var place = before.filter(given -> given.isBefore(period.until()))
                .orElseGet(() -> EstimatedCharge.Place.at(period.until()));
        var parameters = Tuple.tuple()
                .addOffsetDateTime(period.from().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(place.at().atOffset(ZoneOffset.UTC))
                .addUUID(place.entry())
                .addLong(account.map(AccountId::value).orElse(0L))
                .addLong(account.map(AccountId::value).orElse(Long.MAX_VALUE))
                .addInteger(limit);
        return connections
                .query(ESTIMATED, parameters)
                .map(rows -> stream(rows).map(PostgresUsageReports::estimated).toList());
    }

    static Tuple parameters(UsageQuery query) {
        var groups = query.groups();
        return parameters(query.period())
                .addLong(query.account().map(AccountId::value).orElse(null))
                .addString(query.zone().getId())
                .addBoolean(groups.contains(Group.DAY))
                .addBoolean(groups.contains(Group.MODEL))
                .addBoolean(groups.contains(Group.ACCOUNT))
                .addBoolean(groups.contains(Group.CHANNEL));
    }

    private static Tuple parameters(Period period) {
        return Tuple.tuple()
                .addOffsetDateTime(period.from().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(period.until().atOffset(ZoneOffset.UTC));
    }

    private static List<UsageLine> lines(RowSet<Row> rows) {
        return stream(rows).map(PostgresUsageReports::line).toList();
    }

    private static UsageLine line(Row row) {
        return new UsageLine(
                new UsageLine.Key(
                        Optional.ofNullable(row.getLocalDate("o_day")),
                        Optional.ofNullable(row.getLong("o_account")),
                        Optional.ofNullable(row.getString("o_model")),
                        Optional.ofNullable(row.getShort("o_channel"))
                                .filter(code -> code > 0)
                                .map(ChannelCodes::channel)),
                row.getLong("o_prompts"),
                row.getLong("o_charged_prompts"),
                Total.of(row.getBigDecimal("o_charged")),
                row.getLong("o_estimated_prompts"),
                Total.of(row.getBigDecimal("o_estimated")),
                row.getLong("o_uncollected_prompts"),
                Total.of(row.getBigDecimal("o_uncollected")),
                new UsageLine.Tokens(
                        row.getLong("o_input"),
                        row.getLong("o_cached"),
                        row.getLong("o_cache_write"),
                        row.getLong("o_output"),
                        row.getLong("o_reasoning")));
    }

    private static List<MoneyDay> days(Stream<Row> rows) {
        var byDay = rows.collect(Collectors.groupingBy(
                row -> Objects.requireNonNull(row.getLocalDate("o_day")),
                TreeMap<LocalDate, List<MoneyDay.Flow>>::new,
                Collectors.mapping(PostgresUsageReports::flow, Collectors.toList())));
        return byDay.entrySet().stream()
                .map(day -> new MoneyDay(day.getKey(), day.getValue()))
                .toList();
    }

    private static MoneyDay.Flow flow(Row row) {
        return new MoneyDay.Flow(
                EntryKind.ofCode(row.getShort("o_kind")),
                row.getLong("o_entries"),
                Total.of(row.getBigDecimal("o_credited")),
                Total.of(row.getBigDecimal("o_debited")));
    }

    private static UncollectedUsage uncollected(Row row) {
        int code = row.getShort("reason");
        return new UncollectedUsage(
                row.getUUID("id"),
                row.getUUID("prompt"),
                new AccountId(row.getLong("account_id")),
                new Nanos(row.getLong("amount")),
                Arrays.stream(UncollectedUsage.Reason.values())
                        .filter(reason -> reason.code() == code)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("unknown reason of uncollected usage: " + code)),
                Optional.ofNullable(row.getString("model")),
                row.getBoolean("estimated"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static EstimatedCharge estimated(Row row) {
        return new EstimatedCharge(
                row.getUUID("o_id"),
                row.getUUID("o_prompt"),
                new AccountId(row.getLong("o_account")),
                new Nanos(row.getLong("o_amount")),
                EntryKind.ofCode(row.getShort("o_kind")) == EntryKind.LATE_CHARGE,
                Optional.ofNullable(row.getString("o_model")),
                Optional.ofNullable(row.getShort("o_channel"))
                        .filter(code -> code > 0)
                        .map(ChannelCodes::channel),
                new UsageLine.Tokens(
                        row.getInteger("o_input"),
                        row.getInteger("o_cached"),
                        row.getInteger("o_cache_write"),
                        row.getInteger("o_output"),
                        row.getInteger("o_reasoning")),
                row.getOffsetDateTime("o_at").toInstant());
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
