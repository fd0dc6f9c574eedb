package dev.kopeck.billing.adapter.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import dev.kopeck.billing.application.Payers;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Registration;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** Payers seen before cost nothing; all new ones of a batch are registered by one statement. */
@ApplicationScoped
class PostgresPayers implements Payers {

    private final Pool pool;
    private final Connections connections;
    private final OutboxRows outbox;
    private final Supplier<UUID> ids;
    private final Nanos grant;
    private final Optional<Nanos> lowBalance;
    private final Duration timeout;
    private final PayerCache cache;

    PostgresPayers(
            Pool pool,
            Connections connections,
            OutboxRows outbox,
            Supplier<UUID> ids,
            PayerCache cache,
            BillingConfig config) {
        this.pool = pool;
        this.connections = connections;
        this.outbox = outbox;
        this.ids = ids;
        this.grant = config.welcomeGrant();
        this.lowBalance = config.lowBalance();
        this.timeout = config.statementTimeout();
        this.cache = cache;
    }

    @Override
    public Uni<Map<Payer, AccountId>> accountsOf(Set<Payer> payers) {
        return cache.current().chain(known -> accountsOf(payers, known));
    }

    private Uni<Map<Payer, AccountId>> accountsOf(Set<Payer> payers, Cache<Payer, AccountId> known) {
        var accounts = new HashMap<>(known.getAllPresent(payers));
        var unknown =
                payers.stream().filter(payer -> !accounts.containsKey(payer)).toList();
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(accounts);
        }
        return register(unknown, known).map(registrations -> {
            registrations.forEach(registration -> accounts.put(registration.payer(), registration.account()));
            return accounts;
        });
    }

    /** Takes part in the caller's transaction. Not remembered: that it will be committed is not known yet. */
    @Override
    public Uni<Optional<Registration>> register(Payer payer) {
        return connections
                .inOne(() -> connections.with(connection -> register(connection, List.of(payer))))
                .map(found -> found.stream().findFirst());
    }

    private Uni<List<Registration>> register(List<Payer> payers, Cache<Payer, AccountId> known) {
        return pool.withTransaction(connection -> register(connection, payers))
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("no answer from the database within " + timeout, null))
                .onFailure()
                .transform(SqlFailures::ofStore)
                .invoke(registrations -> remember(registrations, known));
    }

    private Uni<List<Registration>> register(SqlConnection connection, Collection<Payer> payers) {
        return connection
                .preparedQuery("SELECT * FROM register_payers($1, $2, $3, $4)")
                .execute(Tuple.tuple()
                        .addArrayOfString(payers.stream().map(Payer::value).toArray(String[]::new))
                        .addArrayOfUUID(payers.stream().map(payer -> ids.get()).toArray(UUID[]::new))
                        .addLong(grant.value())
                        .addLong(lowBalance.map(Nanos::value).orElse(null)))
                .map(this::registrations)
                .call(registrations -> outbox.append(connection, events(registrations)));
    }

    private List<Registration> registrations(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(this::registration)
                .toList();
    }

    private Registration registration(Row row) {
        boolean registered = row.getBoolean("o_registered");
        return new Registration(
                new Payer(row.getString("o_payer")),
                new AccountId(row.getLong("o_account")),
                registered,
                registered ? grant : Nanos.ZERO,
                registered ? row.getUUID("o_entry") : ids.get());
    }

    private static List<Event> events(List<Registration> registrations) {
        return registrations.stream()
                .filter(Registration::registered)
                .<Event>map(Registration::event)
                .toList();
    }

    private static void remember(List<Registration> registrations, Cache<Payer, AccountId> known) {
        registrations.forEach(registration -> known.put(registration.payer(), registration.account()));
    }
}
