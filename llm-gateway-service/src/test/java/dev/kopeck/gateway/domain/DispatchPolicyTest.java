package dev.kopeck.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.Catalogues;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.domain.DispatchDecision.Dispatch;
import dev.kopeck.gateway.domain.DispatchDecision.Refuse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatchPolicyTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final DispatchPolicy policy = new DispatchPolicy(Duration.ofMinutes(5), Duration.ofSeconds(10));
    private final Model model = new Model(
            "small",
            Model.Kind.CHAT,
            List.of(new Target(Catalogues.provider("default"), "small")),
            1_000,
            200,
            1,
            true,
            Map.of());

    @ParameterizedTest
    @CsvSource({
        "500, 100, 200", // the model's own limit
        "50, 100, 50", // what was granted
        "500, 950, 50", // what the prompt leaves
        "500, 999, 1"
    })
    void theOutputLimitIsTheSmallestOfThree(long granted, long inputTokens, long expected) {
        // Given
        var prompt = Prompt.of("Hello", NOW).granted(granted);

        // When
        var decision = policy.decide(prompt.facts(), prompt.content(), model, inputTokens, NOW);

        // Then
        assertThat(((Dispatch) decision).call().outputTokensMax()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "999999999"})
    void aPromptThatLeavesNoRoomIsRefusedWithItsSize(long inputTokens) {
        // Given
        var prompt = Prompt.of("Hello", NOW);

        // When
        var decision = policy.decide(prompt.facts(), prompt.content(), model, inputTokens, NOW);

        // Then
        var problem = ((Refuse) decision).problem();
        assertThat(problem.code()).isEqualTo("context_length_exceeded");
        assertThat(problem.message()).contains(Long.toString(inputTokens)).contains("at most 999");
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "9", "10"})
    void aHoldThatEndsWithinTheMarginIsOver(long secondsLeft) {
        // Given
        var prompt = Prompt.of("Hello", NOW).expiresAt(NOW.plusSeconds(secondsLeft));

        // When
        var decision = policy.decide(prompt.facts(), prompt.content(), model, 10, NOW);

        // Then
        assertThat(((Refuse) decision).problem().code()).isEqualTo("hold_expired");
    }

    @Test
    void theHoldsEndBoundsTheCall() {
        // Given
        var prompt = Prompt.of("Hello", NOW).expiresAt(NOW.plusSeconds(60));

        // When
        var decision = policy.decide(prompt.facts(), prompt.content(), model, 10, NOW);

        // Then
        assertThat(((Dispatch) decision).call().deadline()).isEqualTo(NOW.plusSeconds(50));
    }

    @Test
    void theLongestCallBoundsTheRest() {
        // Given
        var prompt = Prompt.of("Hello", NOW).expiresAt(NOW.plusSeconds(6_000));

        // When
        var decision = policy.decide(prompt.facts(), prompt.content(), model, 10, NOW);

        // Then
        assertThat(((Dispatch) decision).call().deadline()).isEqualTo(NOW.plusSeconds(300));
    }
}
