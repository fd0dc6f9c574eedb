package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.AccountRegister;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountProfile;
import dev.kopeck.billing.domain.AccountQuery;
import dev.kopeck.billing.domain.NewAccount;
import dev.kopeck.billing.domain.PastBalance;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Rows of account and account_profile. */
@ApplicationScoped
class PostgresAccountRegister implements AccountRegister {

    private static final String OPEN =
            "INSERT INTO account (id, credit_limit, low_balance) VALUES (nextval('account_id'), $1, $2) RETURNING id";
    /** A statement of its own: the next one's snapshot sees what the lock's last holder committed. */
    private static final String LOCK = "SELECT 1 FROM account WHERE id = $1 AND kind = 1 FOR NO KEY UPDATE";

    /** The customer has the lowest id of them, so they are locked in the order of all locks. */
    private static final String LOCK_WITH_SCOPED_CREDIT =
            "SELECT 1 FROM account WHERE id = ANY ((SELECT accounts_of($1))::bigint[]) AND kind = 1"
                    + " ORDER BY id FOR NO KEY UPDATE";

    private static final String SAVE =
            "UPDATE account SET frozen = $2, closed = $3, credit_limit = $4, low_balance = $5 WHERE id = $1";
    /** Whether it may be spent is asked of the customer; whether a grant may still begin, of the account it goes to. */
    private static final String CLOSE_SCOPED_CREDIT = "UPDATE account SET closed = true WHERE owner = $1 AND NOT closed"
            + " AND id = ANY ((SELECT accounts_of($1))::bigint[])";

    private static final String NOTE = """
            INSERT INTO account_profile (account_id, name, metadata, status_reason) VALUES ($1, $2, $3, $4)
            ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, metadata = excluded.metadata,
              status_reason = excluded.status_reason, updated_at = clock_timestamp()""";
    private static final String BALANCE_AT = "SELECT o_posted, o_held FROM balance_at($1, $2)";

    private final Connections connections;
    private final int searchScan;

    PostgresAccountRegister(Connections connections, BillingConfig config) {
        this.connections = connections;
        this.searchScan = config.accounts().searchScan();
    }

    @Override
    public Uni<Account> open(NewAccount account) {
        var row = Tuple.of(
                account.creditLimit().value(),
                account.lowBalance().map(Nanos::value).orElse(null));
        return connections.inOne(() -> connections
                .query(OPEN, row)
                .map(rows -> new AccountId(rows.iterator().next().getLong(0)))
                .call(id -> note(id, account.profile()))
                .chain(this::find)
                .map(Optional::orElseThrow));
    }

    @Override
    public Uni<Optional<Account>> find(AccountId id) {
        return connections.query(AccountRows.FIND, Tuple.of(id.value())).map(PostgresAccountRegister::first);
    }

    @Override
    public Uni<Optional<Account>> lock(AccountId id) {
        return connections.query(LOCK, Tuple.of(id.value())).chain(locked -> find(id));
    }

    @Override
    public Uni<Optional<Account>> lockWithScopedCredit(AccountId id) {
        return connections.query(LOCK_WITH_SCOPED_CREDIT, Tuple.of(id.value())).chain(locked -> find(id));
    }

    @Override
    public Uni<Void> save(Account account) {
        var row = Tuple.of(
                account.id().value(),
                account.standing().frozen(),
                account.standing().closed(),
                account.funds().creditLimit().value(),
                account.lowBalance().map(Nanos::value).orElse(null));
        return connections
                .query(SAVE, row)
                .chain(saved -> closeScopedCredit(account))
                .chain(closed -> note(account.id(), account.profile()));
    }

    private Uni<Void> closeScopedCredit(Account account) {
        return account.standing().closed()
                ? connections
                        .query(CLOSE_SCOPED_CREDIT, Tuple.of(account.id().value()))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Found> search(AccountQuery query) {
        var search = new AccountSearch(query, searchScan);
        return connections.query(search.sql(), search.parameters()).map(rows -> search.found(list(rows)));
    }

    @Override
    public Uni<PastBalance> balanceAt(AccountId id, Instant at) {
        return connections
                .query(BALANCE_AT, Tuple.of(id.value(), at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next())
                .map(row -> new PastBalance(at, new Nanos(row.getLong("o_posted")), new Nanos(row.getLong("o_held"))));
    }

    private Uni<Void> note(AccountId id, AccountProfile profile) {
        var row = Tuple.of(
                id.value(),
                profile.name().orElse(null),
                AccountRows.json(profile.metadata().entries()),
                profile.statusReason().orElse(null));
        return connections.query(NOTE, row).replaceWithVoid();
    }

    private static Optional<Account> first(RowSet<Row> rows) {
        return list(rows).stream().findFirst().map(AccountRows::account);
    }

    private static List<Row> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
