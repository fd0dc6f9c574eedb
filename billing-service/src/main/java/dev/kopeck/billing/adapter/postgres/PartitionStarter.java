package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.config.BillingConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Makes the ledger's partitions before the first entry is written: on the main thread over JDBC, right after the
 * migrations. Also sets the ledger's clock right where the database was restored from a dump, which has to come before
 * any new entry.
 */
@ApplicationScoped
class PartitionStarter {

    private static final Logger LOG = Logger.getLogger(PartitionStarter.class);

    /** Before the Kafka consumers, which start at 1000. */
    private static final int BEFORE_CONSUMERS = 400;

    private final DataSource dataSource;
    private final BillingConfig config;

    PartitionStarter(DataSource dataSource, BillingConfig config) {
        this.dataSource = dataSource;
        this.config = config;
    }

    void ensure(@Observes @Priority(BEFORE_CONSUMERS) StartupEvent started) {
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement("SELECT o_created, o_missing FROM ensure_ledger_partitions(?)")) {
            statement.setInt(1, config.ledger().monthsAhead());
            try (var rows = statement.executeQuery()) {
                rows.next();
                LOG.infof("Partitions of the ledger made=%d missing=%d", rows.getInt(1), rows.getInt(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger's partitions cannot be made: " + e.getMessage(), e);
        }
    }
}
