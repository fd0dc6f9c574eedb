package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Identities;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Rows of account_payer. The payer is the primary key, so whoever is second to register or add one finds it taken. */
@ApplicationScoped
class PostgresIdentities implements Identities {

    private static final String OWNER = "SELECT account_id FROM account_payer WHERE payer = $1";
    private static final String ADD =
            "INSERT INTO account_payer (payer, account_id) VALUES ($1, $2) ON CONFLICT (payer) DO NOTHING";
    private static final String MOVE = "UPDATE account_payer SET account_id = $3 WHERE payer = $1 AND account_id = $2";

    private final Connections connections;

    PostgresIdentities(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Uni<Optional<AccountId>> ownerOf(Payer payer) {
        return connections
                .query(OWNER, Tuple.of(payer.value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new AccountId(row.getLong(0))));
    }

    /** Nobody keeps in memory that there is no such payer, so there is nothing to forget. */
    @Override
    public Uni<Boolean> add(Payer payer, AccountId account) {
        return connections.query(ADD, Tuple.of(payer.value(), account.value())).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Boolean> move(Payer payer, AccountId from, AccountId to) {
        return connections
                .query(MOVE, Tuple.of(payer.value(), from.value(), to.value()))
                .map(rows -> rows.rowCount() == 1)
                .call(moved -> connections.query(PayerCache.RAISE_EPOCH, Tuple.tuple()));
    }
}
