package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.trust.Parking;
import dev.kopeck.billing.application.trust.Violations.Seen;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Column account.parked; written under the account's lock only. */
@ApplicationScoped
class PostgresParking implements Parking {

    private static final String PARK = "SELECT park_accounts($1) AS id";
    private static final String LOCK = "SELECT parked FROM account WHERE id = $1 AND kind = 1 FOR NO KEY UPDATE";
    private static final String UNPARK = "UPDATE account SET parked = false WHERE id = $1";
    private static final String COUNT = "SELECT count(*) FROM account WHERE parked";
    private static final String PARKED = """
            SELECT a.id, v.* FROM (SELECT id FROM account WHERE parked AND id > $1 ORDER BY id LIMIT $2) a
              LEFT JOIN violation v ON v.account_id = a.id AND v.invariant <> 9 ORDER BY a.id, v.invariant, v.subject""";

    private final Connections connections;

    PostgresParking(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<List<AccountId>> park(List<AccountId> accounts) {
        var ids = accounts.stream().map(AccountId::value).toArray(Long[]::new);
        return connections
                .query(PARK, Tuple.tuple().addArrayOfLong(ids))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new AccountId(row.getLong("id")))
                        .toList());
    }

    @Override
    public Uni<Optional<Boolean>> lock(AccountId account) {
        return connections
                .query(LOCK, Tuple.of(account.value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> row.getBoolean("parked")));
    }

    @Override
    public Uni<Void> unpark(AccountId account) {
        return connections.query(UNPARK, Tuple.of(account.value())).replaceWithVoid();
    }

    @Override
    public Uni<Long> count() {
        return connections
                .query(COUNT, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Override
    public Uni<List<Parked>> parked(long after, int limit) {
        return connections.query(PARKED, Tuple.of(after, limit)).map(PostgresParking::byAccount);
    }

    private static List<Parked> byAccount(RowSet<Row> rows) {
        Map<Long, List<Seen>> seen = new LinkedHashMap<>();
        for (var row : rows) {
            var ofAccount = seen.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>());
            if (row.getShort("invariant") != null) {
                ofAccount.add(PostgresViolations.seen(row));
            }
        }
        return seen.entrySet().stream()
                .map(parked -> new Parked(new AccountId(parked.getKey()), parked.getValue()))
                .toList();
    }
}
