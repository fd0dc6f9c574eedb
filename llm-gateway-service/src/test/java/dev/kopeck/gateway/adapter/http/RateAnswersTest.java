package dev.kopeck.gateway.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.application.access.RateStanding;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateAnswersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "120, 120ms",
        "999, 999ms",
        "1000, 1s",
        "1001, 2s",
        "59000, 59s",
        "60000, 1m0s",
        "90500, 1m31s"
    })
    void durationsAreSpelledAsOpenAiSpellsThem(long millis, String spelled) {
        assertThat(RateAnswers.spelled(Duration.ofMillis(millis))).isEqualTo(spelled);
    }

    @Test
    void headersAreNamedAsOpenAiNamesThem() {
        // Given
        var standing = new RateStanding(
                new RateStanding.Left(60, 59, Duration.ofSeconds(1)),
                new RateStanding.Left(150_000, 149_984, Duration.ofMillis(6)));
        // Then
        assertThat(RateAnswers.headers(standing))
                .isEqualTo(Map.of(
                        "x-ratelimit-limit-requests", "60",
                        "x-ratelimit-remaining-requests", "59",
                        "x-ratelimit-reset-requests", "1s",
                        "x-ratelimit-limit-tokens", "150000",
                        "x-ratelimit-remaining-tokens", "149984",
                        "x-ratelimit-reset-tokens", "6ms"));
    }
}
