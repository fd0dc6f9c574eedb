package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.PricingChanges;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Every such change counts up the one row of price_epoch; to lock it first puts them in a line. */
@ApplicationScoped
class PostgresPricingChanges implements PricingChanges {

    private static final String LOCK = "SELECT prices FROM price_epoch FOR UPDATE";

    private final Connections connections;

    PostgresPricingChanges(Connections connections) {
        this.connections = connections;
    }

    @Override
    public <T> Uni<T> alone(Supplier<Uni<T>> work) {
        return connections.inOne(() -> connections.query(LOCK, Tuple.tuple()).chain(locked -> work.get()));
    }
}
