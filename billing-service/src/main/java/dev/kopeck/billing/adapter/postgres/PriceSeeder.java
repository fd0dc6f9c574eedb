package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.config.BillingConfig.InitialPrice;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Sets the initial prices before the first prompt is read: on the main thread over JDBC, right after the migrations,
 * since a prompt that overtook them would be declined for ever.
 */
@ApplicationScoped
class PriceSeeder {

    private static final Logger LOG = Logger.getLogger(PriceSeeder.class);

    /** Before the Kafka consumers, which start at 1000. */
    private static final int BEFORE_CONSUMERS = 500;

    private final DataSource dataSource;
    private final BillingConfig config;

    PriceSeeder(DataSource dataSource, BillingConfig config) {
        this.dataSource = dataSource;
        this.config = config;
    }

    void seed(@Observes @Priority(BEFORE_CONSUMERS) StartupEvent started) {
        try (var connection = dataSource.getConnection()) {
            for (var price : config.initialPrices().entrySet()) {
                seed(connection, price.getKey(), price.getValue());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the initial prices cannot be set: " + e.getMessage(), e);
        }
    }

    private static void seed(Connection connection, String model, InitialPrice price) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT seed_price(?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, model);
            statement.setLong(2, price.input().value());
            statement.setLong(3, price.cachedInput().orElse(price.input()).value());
            statement.setLong(4, price.cacheWrite().orElse(price.input()).value());
            statement.setLong(5, price.output().value());
            statement.setLong(6, price.reasoning().orElse(price.output()).value());
            try (var rows = statement.executeQuery()) {
                rows.next();
                if (rows.getObject(1) != null) {
                    LOG.infof("Initial price set model=%s priceVersion=%d", model, rows.getInt(1));
                }
            }
        }
    }
}
