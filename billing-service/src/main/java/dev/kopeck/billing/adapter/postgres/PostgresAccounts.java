package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Accounts;
import dev.kopeck.billing.application.Prices;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.EntryKind;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Accounts, their postings and their statements. */
@ApplicationScoped
class PostgresAccounts implements Accounts {

    private static final String HAS_BOOKS = "SELECT 1 FROM account WHERE id = $1 AND kind = 1";
    private static final String ENTRIES =
            "SELECT id, kind, credit_account, amount, held, customer_account, customer_seq,"
                    + " customer_balance, price_version, reference, created_at FROM ledger"
                    + " WHERE customer_account = $1 AND customer_seq < $2 ORDER BY customer_seq DESC LIMIT $3";

    private final Connections connections;
    private final OutboxRows outbox;
    private final Prices prices;

    PostgresAccounts(Connections connections, OutboxRows outbox, Prices prices) {
        this.connections = connections;
        this.outbox = outbox;
        this.prices = prices;
    }

    @Override
    public Uni<Optional<Account>> find(AccountId id) {
        return connections
                .query(AccountRows.FIND, Tuple.of(id.value()))
                .map(rows -> stream(rows).findFirst().map(AccountRows::account));
    }

    @Override
    public Uni<Boolean> hasBooks(AccountId id) {
        return connections.query(HAS_BOOKS, Tuple.of(id.value())).map(rows -> rows.size() > 0);
    }

    @Override
    public Uni<Void> tell(AccountChanged event) {
        return connections.with(connection -> outbox.append(connection, List.of(event)));
    }

    @Override
    public Uni<List<LedgerEntry>> entries(AccountId id, long belowSeq, int limit) {
        return connections.query(ENTRIES, Tuple.of(id.value(), belowSeq, limit)).chain(this::withModels);
    }

    private Uni<List<LedgerEntry>> withModels(RowSet<Row> rows) {
        var versions = stream(rows)
                .map(row -> row.getInteger("price_version"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return prices.versions(versions)
                .map(known -> stream(rows).map(row -> entry(row, known)).toList());
    }

    private static LedgerEntry entry(Row row, Map<Integer, Price> known) {
        var kind = EntryKind.ofCode(row.getShort("kind"));
        boolean credit = row.getLong("credit_account").equals(row.getLong("customer_account"));
        long amount = row.getLong("amount");
        boolean ofPrompt = kind == EntryKind.CHARGE || kind == EntryKind.RELEASE || kind == EntryKind.EXPIRY;
        var version = Optional.ofNullable(row.getInteger("price_version"));
        return new LedgerEntry(
                row.getUUID("id"),
                row.getLong("customer_seq"),
                kind,
                new Nanos(credit ? amount : -amount),
                new Nanos(row.getLong("customer_balance")),
                ofPrompt ? new Nanos(row.getLong("held") - amount) : Nanos.ZERO,
                version.map(known::get).map(Price::model),
                version,
                Optional.ofNullable(row.getString("reference")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
