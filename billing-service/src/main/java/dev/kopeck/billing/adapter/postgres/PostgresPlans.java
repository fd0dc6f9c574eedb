package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Plans;
import dev.kopeck.billing.domain.AccountPricing;
import dev.kopeck.billing.domain.Plan;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows of table plan, and of account_profile as far as they tell what an account pays. */
@ApplicationScoped
class PostgresPlans implements Plans {

    private static final String PLANS = "SELECT p.name, p.markup_bp, p.updated_at,"
            + " (SELECT count(*) FROM account_profile a WHERE a.plan = p.name) AS accounts FROM plan p ";
    private static final String FIND = PLANS + "WHERE p.name = $1";
    private static final String LIST = PLANS + "WHERE $1::text IS NULL OR p.name > $1 ORDER BY p.name LIMIT $2";
    private static final String SET = "INSERT INTO plan (name, markup_bp) VALUES ($1, $2)"
            + " ON CONFLICT (name) DO UPDATE SET markup_bp = EXCLUDED.markup_bp, updated_at = clock_timestamp()";
    private static final String DELETE = "DELETE FROM plan WHERE name = $1";
    private static final String PRICING = """
            SELECT a.id, a.posted - a.held + a.credit_limit AS spendable, f.plan, coalesce(p.markup_bp, 0) AS markup,
                   coalesce(f.discount_bp, 0) AS discount
              FROM account a
              LEFT JOIN account_profile f ON f.account_id = a.id
              LEFT JOIN plan p ON p.name = f.plan
             WHERE a.id = $1 AND a.kind = 1 AND a.owner IS NULL""";
    private static final String PRICE = """
            INSERT INTO account_profile (account_id, plan, discount_bp) VALUES ($1, $2, $3)
            ON CONFLICT (account_id) DO UPDATE
              SET plan = EXCLUDED.plan, discount_bp = EXCLUDED.discount_bp, updated_at = clock_timestamp()""";

    private final Connections connections;

    PostgresPlans(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Optional<Plan>> find(String name) {
        return connections
                .query(FIND, Tuple.of(name))
                .map(rows -> stream(rows).map(PostgresPlans::plan).findFirst());
    }

    @Override
    public Uni<List<Plan>> list(Optional<String> after, int limit) {
        return connections
                .query(LIST, Tuple.tuple().addString(after.orElse(null)).addInteger(limit))
                .map(rows -> stream(rows).map(PostgresPlans::plan).toList());
    }

    @Override
    public Uni<Void> set(String name, int markup) {
        return connections.query(SET, Tuple.of(name, markup)).replaceWithVoid();
    }

    @Override
    public Uni<Void> delete(String name) {
        return connections.query(DELETE, Tuple.of(name)).replaceWithVoid();
    }

    @Override
    public Uni<Optional<AccountPricing>> pricing(AccountId account) {
        return connections
                .query(PRICING, Tuple.of(account.value()))
                .map(rows -> stream(rows).map(PostgresPlans::pricing).findFirst());
    }

    @Override
    public Uni<Void> price(AccountId account, Optional<String> plan, int discount) {
        var parameters = Tuple.tuple()
                .addLong(account.value())
                .addString(plan.orElse(null))
                .addInteger(discount);
        return connections.query(PRICE, parameters).replaceWithVoid();
    }

    private static Plan plan(Row row) {
        return new Plan(
                row.getString("name"),
                row.getInteger("markup_bp"),
                row.getLong("accounts"),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static AccountPricing pricing(Row row) {
        return new AccountPricing(
                new AccountId(row.getLong("id")),
                Optional.ofNullable(row.getString("plan")),
                row.getInteger("markup"),
                row.getInteger("discount"),
                new Nanos(row.getLong("spendable")));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
