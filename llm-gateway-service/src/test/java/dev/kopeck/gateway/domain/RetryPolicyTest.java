package dev.kopeck.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.domain.ModelFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(4, Duration.ofMillis(400), Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"1, 0, 200", "1, 1, 400", "2, 0, 400", "2, 1, 800", "3, 0, 500", "3, 1, 1000"})
    void waitsDoubleUpToTheirBoundAndAreSpread(int attempt, double chance, long expectedMillis) {
        // When
        var delay = policy.delayAfter(attempt, ModelFailure.status(503, null), chance);

        // Then
        assertThat(delay).contains(Duration.ofMillis(expectedMillis));
    }

    @Test
    void thereIsALastAttempt() {
        // When
        var delay = policy.delayAfter(4, ModelFailure.status(503, null), 0.5);

        // Then
        assertThat(delay).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 300", "1, 1000"})
    void aProvidersWishIsRespected(long askedSeconds, long expectedMillis) {
        // Given
        var failure = ModelFailure.status(429, Duration.ofSeconds(askedSeconds));

        // When
        var delay = policy.delayAfter(1, failure, 0.5);

        // Then
        assertThat(delay).contains(Duration.ofMillis(expectedMillis));
    }

    @Test
    void aProviderThatWantsTooMuchTimeIsGivenUp() {
        // Given
        var failure = ModelFailure.status(429, Duration.ofMillis(1001));

        // When
        var delay = policy.delayAfter(1, failure, 0.5);

        // Then
        assertThat(delay).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "429, OVERLOADED, true",
        "500, SERVER_ERROR, true",
        "503, SERVER_ERROR, true",
        "408, TIMEOUT, false",
        "400, REJECTED, false",
        "401, REJECTED, false",
        "404, REJECTED, false"
    })
    void aStatusSaysWhetherTryingAgainHelps(int status, Kind kind, boolean helps) {
        // When
        var failure = ModelFailure.status(status, null);

        // Then
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.isTransient()).isEqualTo(helps);
        assertThat(policy.delayAfter(1, failure, 0.5).isPresent()).isEqualTo(helps);
    }
}
