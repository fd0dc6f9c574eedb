package dev.kopeck.telegram.support;

import dev.kopeck.harness.simulators.telegram.TelegramSimulator;
import dev.kopeck.harness.testkit.KafkaProbe;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A user who has just arrived, for each test a new one; Kafka in view; the database at hand. */
@SuppressWarnings("NullAway.Init") // set by the test resource and before each test
public abstract class BotTestBase {

    protected TelegramSimulator telegram;
    protected BillingStub billing;
    protected KafkaProbe kafka;
    protected BotFixture chat;

    /** Above all that the simulator gives, and ascending: what lies below a confirmed update counts as confirmed. */
    private static final AtomicLong UPDATE_IDS = new AtomicLong(2_000_000_000L);

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void arrive() {
        kafka = new KafkaProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        chat = new BotFixture(telegram, kafka);
    }

    @AfterEach
    void leave() {
        telegram.clearFaults();
        kafka.close();
    }

    /** For updates that a test invents. */
    protected static long nextUpdateId() {
        return UPDATE_IDS.incrementAndGet();
    }

    /** The one value that a query gives. */
    protected Object value(String sql, Object... values) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns how many rows were changed. */
    protected int change(String sql, Object... values) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
