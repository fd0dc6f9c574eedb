package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.AccessTokens;
import dev.kopeck.billing.config.BillingConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Lets the first admin in where nobody said who that is: without a token for people in the configuration and without
 * OpenID Connect, the first start makes an admin's token and shows it once. Where somebody is configured the made one is
 * forgotten for good, so that an old log opens nothing. Over JDBC on the main thread, before the port opens.
 */
@ApplicationScoped
class FirstStart {

    private static final Logger LOG = Logger.getLogger(FirstStart.class);

    /** Right after the migrations, before prices are seeded and consumers start. */
    private static final int BEFORE_EVERYTHING_ELSE = 400;

    private static final int TOKEN_BYTES = 32;

    private final DataSource dataSource;
    private final AccessTokens tokens;
    private final boolean personsByOidc;
    private final RandomGenerator random;

    FirstStart(DataSource dataSource, AccessTokens tokens, BillingConfig config, RandomGenerator random) {
        this.dataSource = dataSource;
        this.tokens = tokens;
        this.personsByOidc = config.access().oidc().url().isPresent();
        this.random = random;
    }

    void letTheFirstAdminIn(@Observes @Priority(BEFORE_EVERYTHING_ELSE) StartupEvent started) {
        try (var connection = dataSource.getConnection()) {
            var generated = new GeneratedToken(connection);
            if (!tokens.letPeopleIn() && !personsByOidc) {
                tokens.accept(generated.keep(candidate(), FirstStart::show));
            } else if (generated.forget()) {
                LOG.info("The admin token of the first start opens nothing any more, since others are configured");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the first admin's token cannot be kept: " + e.getMessage(), e);
        }
    }

    /** The one secret that is ever logged: there is no other way to tell it, and it is told only once. */
    private static void show(String token) {
        LOG.warnf("ADMIN TOKEN, shown only this once, of an installation that was given none: %s", token);
    }

    private String candidate() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
