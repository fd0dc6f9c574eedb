package dev.kopeck.telegram.adapter.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class SecretFreeMetricsTest {

    @Test
    void theTokenIsCutOutOfThePath() {
        // Given
        var registry = new SimpleMeterRegistry();
        registry.config().meterFilter(new SecretFreeMetrics().withoutToken());
        // When
        registry.timer("http.client.requests", "uri", "/bot123:secret/getMe");
        // Then
        assertThat(registry.getMeters())
                .singleElement()
                .satisfies(meter -> assertThat(meter.getId().getTag("uri")).isEqualTo("/bot/getMe"));
    }
}
