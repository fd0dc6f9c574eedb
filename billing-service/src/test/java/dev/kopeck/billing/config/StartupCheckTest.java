package dev.kopeck.billing.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void serviceRefusesToStartWithoutAToken(String token) {
        assertThatThrownBy(() -> check(token)).hasMessageContaining("KOPECK_OPERATOR_TOKEN is not set");
    }

    @Test
    void serviceStartsWithAToken() {
        assertThatCode(() -> check("a-token")).doesNotThrowAnyException();
    }

    private static void check(String token) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("kopeck.billing.operator-token", token), "test", 500))
                .build()
                .getConfigMapping(BillingConfig.class);
        new StartupCheck().check(new StartupEvent(), config);
    }
}
