package dev.kopeck.gateway.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.application.relay.RelayEvent;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.relay.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's words go on where they are about the request, and then without its secrets. */
class ProviderErrorsTest {

    private final ProviderErrors errors = new ProviderErrors(new ObjectMapper().reader());

    @Test
    void whatIsWrongWithTheRequestIsTold() {
        // When
        var refusal = rejected(
                400,
                "{\"error\":{\"message\":\"Invalid schema for tool 'f'.\",\"type\":\"invalid_request_error\",\"param\":\"tools\",\"code\":\"invalid_schema\"}}");
        // Then
        assertThat(refusal)
                .isEqualTo(new Refusal(
                        400, "invalid_request_error", "invalid_schema", "Invalid schema for tool 'f'.", "tools", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-abcdefghijklmnop",
                "org-ABCDEFGHIJKL",
                "https://internal.provider.example/v1/deployments/x",
                "Bearer abc.def.ghi",
                "0123456789abcdef0123456789abcdef0123456789"
            })
    void secretsAreMasked(String secret) {
        // When
        var refusal = rejected(400, "{\"error\":{\"message\":\"Bad request for " + secret + " today\"}}");
        // Then
        assertThat(refusal.message()).isEqualTo("Bad request for *** today");
    }

    @ParameterizedTest
    @CsvSource({
        "401, REJECTED",
        "403, REJECTED",
        "404, REJECTED",
        "429, OVERLOADED",
        "500, SERVER_ERROR",
        "503, SERVER_ERROR",
        "408, TIMEOUT",
        "302, REJECTED"
    })
    void whatIsNotTheRequestsFaultIsAFailureWithoutAWord(int status, Kind kind) {
        assertThatThrownBy(
                        () -> errors.of(status, "7", bytes("{\"error\":{\"message\":\"Incorrect API key: sk-1234\"}}")))
                .isInstanceOfSatisfying(ModelFailedException.class, failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(kind);
                    assertThat(failed.failure().retryAfter()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(failed.getMessage()).doesNotContain("sk-1234");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad Request</html>", "[]", "{\"error\":\"no\"}", "{\"error\":null}"})
    void anErrorWithoutASentenceGetsOne(String body) {
        // When
        var refusal = rejected(422, body);
        // Then
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.message()).isEqualTo("The model's provider did not accept the request.");
    }

    private Refusal rejected(int status, String body) {
        return ((RelayEvent.Rejected) errors.of(status, noRetry(), bytes(body))).refusal();
    }

    private static @Nullable String noRetry() {
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
