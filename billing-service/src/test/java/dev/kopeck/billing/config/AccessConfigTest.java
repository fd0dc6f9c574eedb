package dev.kopeck.billing.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.billing.domain.Role;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, as it is configured; every setting has a tested default, a bound and a sentence of documentation. */
class AccessConfigTest {

    private static final ConfigGroup<AccessConfig> GROUP =
            new ConfigGroup<>(AccessConfig.class, "kopeck.billing.access.", BillingConfig::access);
    private static final String LONG_ENOUGH = "0123456789abcdef";

    @Test
    void everyKeyHasItsDefault() {
        // Given
        var access = GROUP.with(Map.of());
        // Then
        GROUP.assertDefaults(Map.of(
                "tokens", Map.of(),
                "openDocumentation", true,
                "idempotencyWait", Duration.ofSeconds(5),
                "idempotencyRetention", Duration.ofDays(30),
                "rejectRetention", Duration.ofDays(30),
                "purgeInterval", Duration.ofHours(1),
                "purgeBatch", 1000));
        assertThat(access.oidc().url()).isEmpty();
        assertThat(access.oidc().audience()).isEqualTo("kopeck-billing");
        assertThat(access.oidc().roleClaim()).isEqualTo("groups");
        assertThat(access.oidc().nameClaim()).isEmpty();
        assertThat(access.oidc().roles()).isEmpty();
    }

    @Test
    void tokensOfTheConfigurationAreKnownByNameAndRole() {
        // Given
        var access = GROUP.with(Map.of(
                "tokens.alice.token",
                LONG_ENOUGH + "-of-alice",
                "tokens.alice.role",
                "operator",
                "tokens.nightly-report.token",
                LONG_ENOUGH + "-of-a-program",
                "tokens.nightly-report.role",
                "viewer"));
        // When
        var tokens = AccessBeans.tokens(access);
        // Then
        var alice = tokens.find(LONG_ENOUGH + "-of-alice").orElseThrow();
        assertThat(alice.name()).isEqualTo("alice");
        assertThat(alice.role()).isEqualTo(Role.OPERATOR);
        var report = tokens.find(LONG_ENOUGH + "-of-a-program").orElseThrow();
        assertThat(report.name()).isEqualTo("nightly-report");
        assertThat(report.role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void tokensMayComeFromTheEnvironmentAlone() {
        // Given
        var environment = new EnvConfigSource(
                Map.of(
                        "KOPECK_BILLING_ACCESS_TOKENS_ALICE_TOKEN",
                        LONG_ENOUGH,
                        "KOPECK_BILLING_ACCESS_TOKENS_ALICE_ROLE",
                        "admin"),
                300);
        // When
        var access = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .withSources(environment)
                .build()
                .getConfigMapping(BillingConfig.class)
                .access();
        // Then
        assertThat(AccessBeans.tokens(access).find(LONG_ENOUGH).orElseThrow().name())
                .isEqualTo("alice");
    }

    @Test
    void anEmptyTokenLetsNobodyIn() {
        var access = GROUP.with(Map.of("tokens.admin.token", "", "tokens.admin.role", "admin"));
        assertThat(AccessBeans.tokens(access).letPeopleIn()).isFalse();
        assertThat(AccessBeans.tokens(access).find("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "0123456789abcde", "0123456789 abcdef", "0123456789abcdéf"})
    void aWeakTokenIsRefusedByNameAndNeverShown(String token) {
        var access = GROUP.with(Map.of("tokens.admin.token", token, "tokens.admin.role", "admin"));
        assertThatThrownBy(() -> AccessBeans.tokens(access))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"admin\"")
                .hasMessageNotContaining(token);
    }

    @ParameterizedTest
    @CsvSource({"tokens.y.role, king", "oidc.roles.staff, king", "idempotency-wait, soon", "purge-batch, many"})
    void unreadableValueIsRefused(String key, String value) {
        GROUP.assertUnreadable(key, value, Map.of("tokens.x.role", "viewer"));
    }

    @ParameterizedTest
    @CsvSource({
        "idempotency-wait, 50ms",
        "idempotency-wait, 10s",
        "idempotency-retention, 29d",
        "idempotency-retention, 3651d",
        "reject-retention, 7d",
        "reject-retention, 3651d",
        "purge-interval, 0s",
        "purge-interval, 25h",
        "purge-batch, 0",
        "purge-batch, 10001"
    })
    void valueOutOfBoundsIsRefused(String key, String value) throws ReflectiveOperationException {
        GROUP.assertOutOfBounds(key, value);
    }

    @Test
    void everyKeyIsDocumentedInTheSource() throws IOException {
        GROUP.assertDocumented();
    }
}
